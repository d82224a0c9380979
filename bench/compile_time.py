#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""What checking a network costs the compiler.

usage: compile_time.py [--cxx CXX...] [--include DIR...] [--runs N] [--output FILE] [--page FILE]

Two programs differ in one line: one names a network, the other uses it, which checks it. The
difference of their fastest runs is the check. Every second layer is a convolution of its own type,
so that no layer's check is another's. Processor time, since other programs share the machine.
"""

import argparse
import json
import os
import pathlib
import platform
import resource
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
DEPTHS = [10, 50, 200]


def program(depth, checked, wrong=False):
    body = ", ".join(f"conv<{i + 1}, 3>" if i % 2 == 0 else "relu" for i in range(depth - 3))
    end = "dense<10>, softmax_cross_entropy" if wrong else "flatten, dense<10>, softmax_cross_entropy"
    use = "static_assert(sizeof(net) > 0);\n" if checked else ""
    return (f'#include "typenet/network.hpp"\nusing namespace typenet;\n'
            f"using net = network<input<8, 8, 1>, {body}, {end}>;\n{use}")


def processor_seconds(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=False,
                          env={**os.environ, "LC_ALL": "C"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime,
            done.returncode, len(done.stderr.splitlines()))


def measure(cxx, includes, runs, folder):
    command = [cxx, "-std=c++20", "-fsyntax-only", f"-I{ROOT / 'include'}",
               *(f"-isystem{d}" for d in includes)]
    rows = []
    for depth in DEPTHS:
        files = {}
        for name, arguments in {"named": (False,), "checked": (True,), "wrong": (True, True)}.items():
            files[name] = pathlib.Path(folder) / f"{name}{depth}.cpp"
            files[name].write_text(program(depth, *arguments), encoding="utf-8")
        fastest = {}
        for _ in range(runs):  # in turns, so that a busy moment of the machine meets all alike
            for name, file in files.items():
                seconds, code, lines = processor_seconds([*command, str(file)])
                if (code != 0) != (name == "wrong"):
                    raise RuntimeError(f"{cxx}: {file.name} should {'not ' * (code == 0)}compile")
                fastest[name] = min(seconds, fastest.get(name, seconds))
        check = 1e3 * (fastest["checked"] - fastest["named"])
        rows.append({"layers": depth, "named_ms": round(1e3 * fastest["named"], 1),
                     "checked_ms": round(1e3 * fastest["checked"], 1),
                     "check_ms_per_layer": round(check / depth, 3), "lines_when_wrong": lines})
    return rows


def table(results):
    lines = ["| compiler | layers | named, ms | checked, ms | check, ms a layer | lines when wrong |",
             "|---|---|---|---|---|---|"]
    for c in results["compilers"]:
        lines += [f"| {c['compiler']} | {r['layers']} | {r['named_ms']} | {r['checked_ms']} "
                  f"| {r['check_ms_per_layer']} | {r['lines_when_wrong']} |" for r in c["depths"]]
    return "\n".join(lines) + "\n"


PAGE = """# What checking a network costs the compiler

Two programs, of which one names a network and the other uses it, so that it is checked; the fastest
of {runs} runs, processor time. Every second layer is a convolution of its own type. A wrong network
is reported in as many lines whatever its depth. Written by `bench/compile_time.py`.

"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cxx", nargs="+", default=["g++", "clang++-19"])
    parser.add_argument("--include", nargs="*", default=[])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--output", default=str(ROOT / "docs" / "results" / "compile_time.json"))
    parser.add_argument("--page", default=str(ROOT / "docs" / "compile_time.md"))
    asked = parser.parse_args()
    results = {"machine": platform.machine(), "processor_time_of": "the fastest of the runs",
               "runs": asked.runs, "compilers": []}
    with tempfile.TemporaryDirectory() as folder:
        for cxx in asked.cxx:
            said = subprocess.run([cxx, "--version"], capture_output=True, text=True, check=True)
            rows = measure(cxx, asked.include, asked.runs, folder)
            results["compilers"].append({"compiler": said.stdout.splitlines()[0], "depths": rows})
    pathlib.Path(asked.output).write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    pathlib.Path(asked.page).write_text(PAGE.format(runs=asked.runs) + table(results),
                                        encoding="utf-8")
    print(table(results), end="")


if __name__ == "__main__":
    main()

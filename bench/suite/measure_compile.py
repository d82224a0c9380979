# SPDX-License-Identifier: BSL-1.0
"""What the compiler needs for the translation unit of each network of the program, and for checking
a network.

A check's cost is the difference of two programs of which one names networks and the other uses them,
so that they are checked. Every second layer is a convolution of its own type, so that no layer's check
is another's. A program has 200 layers, as networks of one depth. Processor time, since other programs
share the machine; the least of some runs.
"""

import os
import pathlib
import shutil
import subprocess
import tempfile
import time

from .context import ROOT, Context
from .setting import compile_command
from .setting import compiler as setting_compiler

COMPILERS = ("g++", "clang++-19")
README = "digits"  # its network
DEPTHS = (10, 50, 200)
LAYERS = 200  # of all networks of a program: a few layers would not stand out of the noise


class Cost:
    """One run of a command: seconds by the clock, seconds of processors, most memory at once."""

    def __init__(self, command: list[str], directory: pathlib.Path) -> None:
        before = time.perf_counter()
        process = subprocess.Popen(command, cwd=directory, stderr=subprocess.PIPE, text=True)
        said = process.stderr.read()
        # Of this one process and those that it waited for: the compiler is a child of its driver.
        _, status, used = os.wait4(process.pid, 0)
        self.seconds = time.perf_counter() - before
        self.processor_seconds = used.ru_utime + used.ru_stime
        self.mebibytes = used.ru_maxrss / 1024
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stderr.close()
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)} failed:\n{said[:2000]}")


def to_file(command: list[str], output: str) -> list[str]:
    """The command, writing elsewhere."""
    at = command.index("-o")
    return [*command[: at + 1], output, *command[at + 2:]]


def unit_cost(context: Context, name: str, folder: pathlib.Path) -> dict:
    """Of a network of the program, which need not be one that the build has."""
    digits = compile_command(context.build, f"src/networks/{README}.cpp")
    command = [word.replace(f"/{README}.cpp", f"/{name}.cpp")
               for word in to_file(digits, str(folder / "unit.o"))]
    runs = [Cost(command, context.build) for _ in range(1 if context.quick else 2)]
    return {"network": name, "seconds": round(min(run.seconds for run in runs), 2),
            "processor_seconds": round(min(run.processor_seconds for run in runs), 2),
            "peak_mib": round(max(run.mebibytes for run in runs)), "runs": len(runs)}


def network(depth: int, first: int, end: str = "flatten") -> str:
    """A network whose every second layer is a convolution of its own type, from `first` on."""
    body = ", ".join(f"conv<{first + i}, 3>" if i % 2 == 0 else "relu" for i in range(depth - 3))
    return f"network<input<8, 8, 1>, {body}, {end}, dense<10>, softmax_cross_entropy>"


def program(networks: list[str], checked: bool) -> str:
    lines = ['#include "typenet/network/network.hpp"', "using namespace typenet;"]
    for i, written in enumerate(networks):
        lines.append(f"using net{i} = {written};")
        if checked:
            lines.append(f"static_assert(sizeof(net{i}) > 0);")
    return "\n".join(lines) + "\n"


def lines_of_error(command: list[str], file: pathlib.Path, depth: int) -> int:
    file.write_text(program([network(depth, 1, end="relu")], True), encoding="utf-8")
    done = subprocess.run([*command, str(file)], capture_output=True, text=True, check=False)
    if done.returncode == 0:
        raise RuntimeError(f"{command[0]} takes a wrong network of {depth} layers")
    return len(done.stderr.splitlines())


def check_costs(context: Context, compiler: str, folder: pathlib.Path) -> list[dict]:
    command = compile_command(context.build, "peaks.cpp")
    includes = [word for flag, word in zip(command, command[1:], strict=False)
                if flag == "-isystem"]
    start = [compiler, "-std=c++20", "-fsyntax-only", f"-I{ROOT / 'include'}",
             *(f"-isystem{include}" for include in includes)]
    rows = []
    for depth in DEPTHS:
        networks = [network(depth, 1 + i * depth) for i in range(LAYERS // depth)]
        least: dict[bool, float] = {}
        for _ in range(2 if context.quick else 15):  # in turns: a busy moment meets both
            for checked in (False, True):
                file = folder / f"{'checked' if checked else 'named'}.cpp"
                file.write_text(program(networks, checked), encoding="utf-8")
                used = Cost([*start, str(file)], folder).processor_seconds
                least[checked] = min(used, least.get(checked, used))
        rows.append({"compiler": setting_compiler(compiler), "layers": depth, "networks": len(networks),
                     "named_ms": round(1e3 * least[False], 1),
                     "checked_ms": round(1e3 * least[True], 1),
                     "lines_when_wrong": lines_of_error(start, folder / "wrong.cpp", depth)})
    return rows


def measure(context: Context) -> dict:
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        compilers = [c for c in COMPILERS if shutil.which(c)]
        names = sorted(path.stem for path in (ROOT / "src/networks").glob("*.cpp"))
        return {"units": [unit_cost(context, name, folder)
                          for name in ([README] if context.quick else names)],
                "checks": [row for c in compilers for row in check_costs(context, c, folder)]}

#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Measures what README.md and docs/ report, and writes it to docs/results/*.json.

usage: measure.py notebook --program TYPENET --data DIR [--seeds 5]
       measure.py modern   --program TYPENET --data DIR [--seeds 5]
       measure.py step     --bench BENCH_STEP [--python PYTHON] [--rounds 5]

Build with `./run train` and `./run bench` first: the programs are then build/train/bin/typenet and
build/bench/bin/bench_step. `step` runs the benchmark and, with a Python that has PyTorch, the peer
in bench/peers in turn, so that what else the machine does hits both; a time is the minimum and the
median over the rounds. Formats are described in tests/docs/make_results.py.
"""

import argparse
import datetime
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
RESULTS = ROOT / "docs" / "results"


def cpu():
    """The processor as the system names it, with its number of cores."""
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return f"{names[0]}, {len(names)} cores"


def setting(start):
    return {"machine": "virtual machine, Debian 12", "cpu": cpu(), "simd": start["simd"],
            "compiler": start["compiler"], "flags": "-O3 -march=native",
            "commit": start["commit"], "date": datetime.date.today().isoformat()}


def write(name, content):
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n")
    print(f"wrote docs/results/{name}.json")


def train(program, data, recipe, seed):
    """The events of one run."""
    with tempfile.TemporaryDirectory() as folder:
        log = pathlib.Path(folder) / "log"
        subprocess.run([program, "train", "--data", data, "--recipe", recipe, "--seed", str(seed),
                        "--log", log, "--quiet"], check=True)
        return [json.loads(line) for line in log.read_text().splitlines()]


def last(events, split, images):
    found = [e for e in events
             if e["event"] == "eval" and e["split"] == split and e["images"] == images]
    return found[-1]


def measure_recipe(recipe, program, data, seeds):
    runs = []
    for seed in range(1, seeds + 1):
        events = train(program, data, recipe, seed)
        test = last(events, "test", 10000)
        run = {"seed": seed, "steps": events[-1]["steps"], "accuracy_test": test["accuracy"],
               "accuracy_validation": last(events, "validation", 5000)["accuracy"],
               "loss_test": test["loss"], "seconds": events[-1]["seconds"]}
        if recipe == "notebook":
            run["losses"] = {str(e["step"]): e["loss"] for e in events if e["event"] == "step"
                             and e["step"] in (1, 10, 20, 50, 100, 200, 400, 600)}
            run["accuracy_first_256"] = last(events, "test", 256)["accuracy"]
        print(f"{recipe}, seed {seed}: test accuracy {run['accuracy_test']:.4f}", flush=True)
        runs.append(run)
    write(recipe, setting(events[0]) | {"runs": runs})


def benchmark(bench):
    """Milliseconds of every case of one run of bench_step, and its context."""
    output = subprocess.run([bench, "--benchmark_format=json", "--benchmark_min_time=1"],
                            check=True, capture_output=True, text=True).stdout
    found = json.loads(output)
    times = {b["name"].removesuffix("/real_time"): b["real_time"] for b in found["benchmarks"]}
    return times, found["context"]


def peer(python, case):
    """Milliseconds of a case in PyTorch."""
    kind, batch, threads = (part.split(":")[-1] for part in case.split("/"))
    command = [python, ROOT / "bench" / "peers" / "pytorch_step.py", "--batch", batch,
               "--threads", threads] + (["--infer"] if kind == "infer" else [])
    line = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(line)["min_ms"]


def measure_step(bench, python, rounds):
    ours, theirs = {}, {}
    for number in range(rounds):
        times, context = benchmark(bench)
        for case, milliseconds in times.items():
            ours.setdefault(case, []).append(milliseconds)
            if python:
                theirs.setdefault(case, []).append(peer(python, case))
        print(f"round {number + 1} of {rounds}", flush=True)

    def summary(values):
        return {"min": min(values), "median": statistics.median(values)} if values else None

    rows = []
    for case, values in ours.items():
        row = {"case": case, "typenet_ms": summary(values),
               "pytorch_ms": summary(theirs.get(case, [])), "ratio": None}
        if row["pytorch_ms"]:
            row["ratio"] = row["typenet_ms"]["median"] / row["pytorch_ms"]["median"]
        rows.append(row)
    write("step", setting(context) | {"rows": rows})


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("notebook", "modern", "step"))
    parser.add_argument("--program", help="the typenet program")
    parser.add_argument("--data", help="the folder with MNIST")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--bench", help="the bench_step program")
    parser.add_argument("--python", help="a Python that has PyTorch")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    if asked.what == "step":
        if not asked.bench:
            parser.error("step expects --bench")
        measure_step(asked.bench, asked.python, asked.rounds)
    else:
        if not asked.program or not asked.data:
            parser.error(f"{asked.what} expects --program and --data")
        measure_recipe(asked.what, asked.program, asked.data, asked.seeds)


if __name__ == "__main__":
    sys.exit(main())

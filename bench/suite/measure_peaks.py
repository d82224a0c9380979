# SPDX-License-Identifier: BSL-1.0
"""Peaks of the machine, from Google Benchmark: multiply-adds and reading, one thread and two."""

import json
import subprocess

from .context import Context


def measure(context: Context) -> dict:
    seconds, repetitions = ("0.1", 2) if context.quick else ("0.3", 5)
    said = subprocess.run([context.program("bench_peaks"), "--benchmark_format=json",
                           f"--benchmark_min_time={seconds}",
                           f"--benchmark_repetitions={repetitions}"],
                          check=True, capture_output=True, text=True).stdout
    runs = [run for run in json.loads(said)["benchmarks"] if run["run_type"] == "iteration"]
    gflops: dict[str, float] = {}
    reads: dict[tuple[int, int], float] = {}
    for run in runs:  # a peak is the best of the repetitions
        threads = run["threads"]
        if "FLOP/s" in run:
            gflops[str(threads)] = max(gflops.get(str(threads), 0), run["FLOP/s"] / 1e9)
        else:
            at = (threads, int(run["name"].split("/")[1]))
            reads[at] = max(reads.get(at, 0), run["B/s"] / 1e9)
    return {"gflops": {threads: round(value, 1) for threads, value in gflops.items()},
            "read": [{"threads": threads, "bytes": size, "gb_per_s": round(value, 1)}
                     for (threads, size), value in sorted(reads.items())]}

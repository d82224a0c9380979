# SPDX-License-Identifier: BSL-1.0
"""The whole notebook, 600 steps with their reports, from the start of the process to its end."""

import statistics
import subprocess
import time

from .context import ROOT, Context

THREADS = 2


def seconds_of(command: list) -> float:
    before = time.perf_counter()
    subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    return time.perf_counter() - before


def measure(context: Context) -> dict:
    commands = {"typenet": [context.program("typenet"), "train", "--recipe", "notebook", "--data",
                            context.gray_data, "--threads", THREADS]}
    if python := context.pythons.get("TensorFlow"):
        commands["TensorFlow"] = [python, ROOT / "bench/peers/tensorflow_notebook.py",
                                  context.gray_data, THREADS]
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(1 if context.quick else 3):
        for name, command in commands.items():
            seconds[name].append(seconds_of(command))
            print(f"  {name}: {seconds[name][-1]:.1f} s", flush=True)
    return {"data": context.data_name, "threads": THREADS, "steps": 600,
            "rows": [{"name": name, "min_s": round(min(values), 2),
                      "median_s": round(statistics.median(values), 2), "runs": len(values)}
                     for name, values in seconds.items()]}

# SPDX-License-Identifier: BSL-1.0
"""The recipes on MNIST, seed by seed: docs/results/notebook.json and modern.json."""

import json
import pathlib
import subprocess
import tempfile

from .context import ROOT, Context

REPORTED_LOSSES = (1, 10, 20, 50, 100, 200, 400, 600)


def train(command: list) -> list[dict]:
    """The events of one run."""
    with tempfile.TemporaryDirectory() as folder:
        log = pathlib.Path(folder) / "log"
        subprocess.run([str(word) for word in (*command, "--log", log, "--quiet")], check=True)
        return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def last(events: list[dict], split: str, images: int | None = None) -> dict:
    return [e for e in events if e["event"] == "eval" and e["split"] == split
            and images in (None, e["images"])][-1]


def tensorflow_runs(context: Context) -> list[dict]:
    """The notebook's graph from as many seeds: how far runs of it lie apart."""
    python = context.pythons.get("TensorFlow")
    if not python:
        return []
    seeds = [str(seed) for seed in range(1, context.seeds + 1)]
    said = subprocess.run([python, ROOT / "bench/peers/tensorflow_series.py", context.gray_data,
                           *seeds], capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in said.splitlines()]


def measure(context: Context, recipe: str) -> dict:
    runs = []
    for seed in range(1, context.seeds + 1):
        events = train([context.program("typenet"), "train", "--data", context.gray_data,
                        "--recipe", recipe, "--seed", seed])
        test = last(events, "test")
        run = {"seed": seed, "steps": events[-1]["steps"], "accuracy_test": test["accuracy"],
               "accuracy_validation": last(events, "validation")["accuracy"],
               "loss_test": test["loss"], "seconds": events[-1]["seconds"]}
        if recipe == "notebook":
            run["losses"] = {str(e["step"]): e["loss"] for e in events
                             if e["event"] == "step" and e["step"] in REPORTED_LOSSES}
            run["accuracy_first_256"] = last(events, "test", 256)["accuracy"]
        print(f"  {recipe}, seed {seed}: test accuracy {run['accuracy_test']:.4f}", flush=True)
        runs.append(run)
    found = {"runs": runs}
    if recipe == "notebook" and (theirs := tensorflow_runs(context)):
        found["tensorflow"] = theirs
    return found

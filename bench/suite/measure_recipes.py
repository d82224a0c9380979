# SPDX-License-Identifier: BSL-1.0
"""The recipes on MNIST, seed by seed: docs/results/notebook.json and modern.json, and fashion.json on
Fashion-MNIST; and the notebook from the same initial values in TensorFlow and in typenet:
notebook_pairs.json, where TensorFlow drew them, and notebook_own_pairs.json, where typenet did."""

import json
import pathlib
import subprocess
import tempfile

from .context import ROOT, Context

FASHION = "/usr/share/datasets/fashion-mnist"  # of Debian's package dataset-fashion-mnist
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


def run_of(context: Context, recipe: str, *arguments: object,
           data: str | None = None) -> list[dict]:
    return train([context.program("typenet"), "train", "--data", data or context.gray_data,
                  "--recipe", recipe, *arguments])


def measure(context: Context, recipe: str, *arguments: object, data: str | None = None) -> dict:
    """The seeds from 1, and before them the notebook's own, which people hold beside the page."""
    runs = []
    own = [[]] if recipe == "notebook" else []
    for options in own + [["--seed", seed] for seed in range(1, context.seeds + 1)]:
        events = run_of(context, recipe, *options, *arguments, data=data)
        seed = events[0]["seed"]
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
    return {"runs": runs}


def measure_fashion(context: Context) -> dict:
    """The default recipe on another data set: what is good for digits alone would show here."""
    return measure(context, "modern", "--epochs", 10, data=FASHION)


def pairs(context: Context, drawn_by: str) -> dict:
    """Initial values that one of the two drew; both train from them for the notebook's 600 steps,
    each with an order of the images and dropout of its own, not of the values' seed."""
    python = context.pythons.get("TensorFlow")
    if not python:
        raise RuntimeError("no Python given has TensorFlow")
    rows = []
    with tempfile.TemporaryDirectory() as values:
        for seed in range(1, context.seeds + 1):
            file = f"{values}/{seed}.safetensors"
            if drawn_by == "typenet":
                run_of(context, "notebook", "--seed", seed, "--steps", 0, "--checkpoint", file)
            said = subprocess.run([python, ROOT / "bench/peers/tensorflow_series.py",
                                   context.gray_data, values, str(seed)],
                                  capture_output=True, text=True, check=True).stdout
            events = run_of(context, "notebook", "--seed", 1000 + seed, "--init-from", file)
            theirs = json.loads(said)
            rows.append({"seed": seed,
                         "tensorflow": {name: theirs[name] for name in
                                        ("accuracy_test", "accuracy_first_256")},
                         "typenet": {"accuracy_test": last(events, "test")["accuracy"],
                                     "accuracy_first_256": last(events, "test", 256)["accuracy"]}})
            print(f"  initial values {seed}: test accuracy "
                  f"{rows[-1]['tensorflow']['accuracy_test']:.4f} in TensorFlow, "
                  f"{rows[-1]['typenet']['accuracy_test']:.4f} in typenet", flush=True)
    return {"rows": rows}

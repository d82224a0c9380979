# SPDX-License-Identifier: BSL-1.0
"""Accuracy per second: how long whole programs take, from the start of the process to its end, that
train a fixed number of steps and judge the test images once, at the end. The recipes are those that
docs/recipes.md tells. They were chosen on the validation images, which are then trained on too."""

import statistics
import subprocess
import time
from typing import NamedTuple

from .context import ROOT, Context
from .measure_recipes import last, train

THREADS = 2
PEER_SEEDS = 3  # a peer takes minutes, and as long with any seed


class Recipe(NamedTuple):
    network: str
    epochs: float
    rate: float
    smoothing: float


RECIPES = [Recipe("digits", 0.75, 0.004, 0.1),
           Recipe("small", 0.95, 0.014, 0.1)]


def typenet_run(context: Context, recipe: Recipe, seed: int) -> float:
    events = train([context.program("typenet"), "train", "--network", recipe.network,
                    "--data", context.gray_data, "--threads", THREADS, "--seed", seed,
                    "--epochs", recipe.epochs, "--learning-rate", recipe.rate,
                    "--label-smoothing", recipe.smoothing, "--validation", 0, "--augment", "none"])
    return last(events, "test")["accuracy"]


def pytorch_run(context: Context, recipe: Recipe, seed: int) -> float:
    said = subprocess.run([context.pythons["PyTorch"], ROOT / "bench/peers/pytorch_accuracy.py",
                           recipe.network, context.gray_data, str(THREADS), str(seed),
                           str(recipe.epochs), str(recipe.rate), str(recipe.smoothing)],
                          check=True, capture_output=True, text=True).stdout
    return float(said)


def measure_recipe(context: Context, recipe: Recipe) -> dict:
    contenders = {"typenet": typenet_run}
    if "PyTorch" in context.pythons:
        contenders["PyTorch"] = pytorch_run
    runs: dict[str, list[dict]] = {name: [] for name in contenders}
    for seed in range(1, context.seeds + 1):
        for name, run in contenders.items():
            if name != "typenet" and seed > PEER_SEEDS:
                continue
            before = time.perf_counter()
            accuracy = run(context, recipe, seed)
            seconds = time.perf_counter() - before
            runs[name].append({"seed": seed, "accuracy": round(accuracy, 4),
                               "seconds": round(seconds, 2)})
            print(f"  {recipe.network}, {name}, seed {seed}: {accuracy:.4f} in {seconds:.1f} s",
                  flush=True)
    return {**recipe._asdict(), "contenders": [
        {"name": name, "mean_accuracy": round(statistics.mean(r["accuracy"] for r in all_runs), 5),
         "mean_s": round(statistics.mean(r["seconds"] for r in all_runs), 2),
         "ratio": round(statistics.median(ours["seconds"] / theirs["seconds"] for ours, theirs
                                          in zip(runs["typenet"], all_runs, strict=False)), 4),
         "runs": all_runs}
        for name, all_runs in runs.items()]}


def measure(context: Context) -> dict:
    return {"data": context.data_name, "threads": THREADS,
            "rows": [measure_recipe(context, recipe) for recipe in RECIPES]}

# SPDX-License-Identifier: BSL-1.0
"""What README.md and docs/recipes.md show between <!-- results: NAMES --> and <!-- /results -->,
where NAMES are some of BLOCKS; without names, README's."""

import statistics
from collections.abc import Callable

from . import steps
from .markdown import percent, provenance, table

# The notebook's graph in TensorFlow 2.21 (compat.v1) on MNIST, five seeds: lowest and highest.
TENSORFLOW_LOSSES = {
    "1": (69638, 99365), "10": (19950, 33459), "20": (10753, 18951), "50": (2755, 7754),
    "100": (1218, 3110), "200": (1065, 1771), "400": (390, 725), "600": (68, 494)}
TENSORFLOW_ACCURACIES = {
    "accuracy_first_256": (0.938, 0.969), "accuracy_test": (0.9273, 0.9353)}
ACCURACIES = {"accuracy_first_256": "first 256 test images",
              "accuracy_test": "all test images",
              "accuracy_validation": "validation images"}


def number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def band(values, write: Callable[[float], str]) -> str:
    low, high = write(min(values)), write(max(values))
    return low if low == high else f"{low} … {high}"


def seeds(runs: list) -> str:
    return "one seed" if len(runs) == 1 else f"{len(runs)} seeds"


def spread(runs: list) -> str:
    values = [run["accuracy_test"] for run in runs]
    return f"{band(values, percent)}, mean {percent(statistics.mean(values))}"


def notebook(found: dict) -> list[str]:
    runs = found["runs"]
    rows = [[f"loss at step {step}", band([run["losses"][step] for run in runs], number),
             band(tensorflow, number)] for step, tensorflow in TENSORFLOW_LOSSES.items()]
    for key, name in ACCURACIES.items():
        theirs = TENSORFLOW_ACCURACIES.get(key)
        rows.append([f"accuracy, {name}", band([run[key] for run in runs], percent),
                     band(theirs, percent) if theirs else ""])
    rows.append(["seconds", band([run["seconds"] for run in runs], lambda s: f"{s:.1f}"), ""])
    lines = [f"`--recipe notebook`, {seeds(runs)}, lowest … highest:", "",
             *table(["", "typenet", "TensorFlow 2.21, five seeds"], rows)]
    if theirs := found.get("tensorflow"):
        lines += ["", "Five runs show little of how far runs lie apart. Accuracy on all test images "
                  f"from {seeds(theirs)} of TensorFlow: {spread(theirs)}; from {seeds(runs)} of "
                  f"typenet: {spread(runs)}."]
    return lines


def modern(found: dict) -> list[str]:
    runs = found["runs"]
    mean = statistics.mean(run["accuracy_test"] for run in runs)
    return [f"`--recipe modern`, {seeds(runs)}: mean test accuracy {percent(mean, 3)}.", "",
            *table(["seed", "steps", "test accuracy", "test loss", "validation accuracy",
                    "seconds"],
                   [[str(run["seed"]), f"{run['steps']:,}", percent(run["accuracy_test"]),
                     f"{run['loss_test']:.4f}", percent(run["accuracy_validation"]),
                     f"{run['seconds']:.1f}"] for run in runs])]


def step(found: dict) -> list[str]:
    return [*steps.table_of(found["rows"]), "",
            "![Bars of the times in the table](docs/benchmarks/step.svg)", "",
            "[The benchmarks](docs/benchmarks.md) have the rest."]


def accuracy(found: dict) -> list[str]:
    rows = [[f"`{row['network']}`", f"{row['epochs']:g}", f"{row['rate']:g}", f"{row['keep']:g}",
             one["name"], percent(one["mean_accuracy"], 3),
             percent(min(run["accuracy"] for run in one["runs"])), f"{one['mean_s']:.1f}"]
            for row in found["rows"] for one in row["contenders"]]
    count = seeds(found["rows"][0]["contenders"][0]["runs"])
    return [f"On {found['data']} with {found['threads']} threads, {count}; seconds from the start "
            "of the process to its end:", "",
            *table(["network", "epochs", "learning rate", "share kept", "", "mean test accuracy",
                    "lowest", "mean seconds"], rows)]


BLOCKS: dict[str, tuple[str, Callable[[dict], list[str]]]] = {
    "notebook": ("The notebook's recipe on MNIST", notebook),
    "modern": ("The modern recipe on MNIST", modern),
    "step": ("One step beside the peers", step),
    "accuracy": ("Accuracy per second", accuracy)}
README = ("notebook", "modern", "step")


def block(names: str | None, results: dict[str, dict]) -> str:
    """The text of a block; of what was not measured it says nothing."""
    parts = []
    for name in [part.strip() for part in names.split(",")] if names else README:
        if name in results:
            title, lines = BLOCKS[name]
            parts.append("\n".join([f"**{title}.** {provenance(results[name])}", "",
                                    *lines(results[name]), ""]))
    return "\n".join(parts)

# SPDX-License-Identifier: BSL-1.0
"""What README.md and pages of docs/ show between <!-- results: NAMES --> and <!-- /results -->,
where NAMES are some of BLOCKS; without names, README's."""

import statistics
from collections.abc import Callable

from . import cluster_tables, steps
from .markdown import percent, provenance, table

# The notebook's graph in TensorFlow 2.21 (compat.v1) on MNIST, five seeds: lowest and highest. Of the
# first 256 test images it had 240 to 248 right.
TENSORFLOW_LOSSES = {
    "1": (69638, 99365), "10": (19950, 33459), "20": (10753, 18951), "50": (2755, 7754),
    "100": (1218, 3110), "200": (1065, 1771), "400": (390, 725), "600": (68, 494)}
TENSORFLOW_ACCURACIES = {
    "accuracy_first_256": (240 / 256, 248 / 256), "accuracy_test": (0.9273, 0.9353)}
NOTEBOOK_SEED = 33  # of src/run/recipe.cpp
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


def spread(values: list[float]) -> str:
    return f"{band(values, percent)}, mean {percent(statistics.mean(values))}"


def points(difference: float) -> str:
    """A difference of two shares, in hundredths."""
    return f"{100 * difference:+.2f}"


def within_band(run: dict) -> bool:
    return all(low <= run[key] <= high for key, (low, high) in TENSORFLOW_ACCURACIES.items())


def notebook(found: dict) -> list[str]:
    runs = found["runs"]
    usual = next((run for run in runs if run["seed"] == NOTEBOOK_SEED), runs[0])
    others = [run for run in runs if run is not usual] or runs

    def row(name: str, of_run: Callable[[dict], float], theirs, write) -> list[str]:
        return [name, write(of_run(usual)), band([of_run(run) for run in others], write),
                band(theirs, write) if theirs else ""]

    rows = [row(f"loss at step {step}", lambda run, step=step: run["losses"][step], theirs, number)
            for step, theirs in TENSORFLOW_LOSSES.items()]
    rows += [row(f"accuracy, {name}", lambda run, key=key: run[key], TENSORFLOW_ACCURACIES.get(key),
                 percent) for key, name in ACCURACIES.items()]
    return ["`--recipe notebook`, lowest … highest:", "",
            *table(["", f"seed {usual['seed']}", seeds(others), "TensorFlow 2.21, five seeds"], rows)]


def notebook_pairs(found: dict, drawn_by: str) -> list[str]:
    rows = found["rows"]
    both = [[row[name]["accuracy_test"] for row in rows] for name in ("tensorflow", "typenet")]
    apart = [mine - theirs for theirs, mine in zip(*both, strict=True)]
    inside = [sum(within_band(row[name]) for row in rows) for name in ("tensorflow", "typenet")]
    lines = [f"Both from the same initial values, which {drawn_by} drew {len(rows)} times; accuracy "
             "on all test images:", "",
             *table(["initial values", "TensorFlow", "typenet", "typenet's less TensorFlow's"],
                    [[str(row["seed"]), percent(theirs), percent(mine), points(mine - theirs)]
                     for row, theirs, mine in zip(rows, *both, strict=True)])]
    lines += ["", f"TensorFlow: {spread(both[0])}, {inside[0]} of {len(rows)} within its five runs' "
              f"two bands of accuracy. typenet: {spread(both[1])}, {inside[1]} of {len(rows)}. "
              f"Typenet's less TensorFlow's is {points(statistics.mean(apart))} on average and at most "
              f"{100 * max(map(abs, apart)):.2f} either way"]
    if len(rows) > 1:
        lines[-1] += f"; the correlation is {statistics.correlation(*both):.3f}"
    lines[-1] += "."
    return lines


def modern(found: dict, command: str) -> list[str]:
    runs = found["runs"]
    mean = statistics.mean(run["accuracy_test"] for run in runs)
    return [f"`{command}`, {seeds(runs)}: mean test accuracy {percent(mean, 3)}.", "",
            *table(["seed", "steps", "test accuracy", "test loss", "validation accuracy",
                    "seconds"],
                   [[str(run["seed"]), f"{run['steps']:,}", percent(run["accuracy_test"]),
                     f"{run['loss_test']:.4f}", percent(run["accuracy_validation"]),
                     f"{run['seconds']:.1f}"] for run in runs])]


def cifar(found: dict) -> list[str]:
    rows, whole = found["rows"], found["whole"]
    names = [name for name in ("typenet", "PyTorch") if name in rows[0]]
    means = {name: statistics.mean(row[name]["accuracy"] for row in rows) for name in names}
    lines = [f"ResNet-8 on batches 1 to 4, {found['epochs']} epochs, {found['threads']} threads; "
             "accuracy on the 10,000 images of batch 5:", "",
             *table(["seed", *names],
                    [*([str(row["typenet"]["seed"]), *(percent(row[name]["accuracy"])
                                                       for name in names)] for row in rows),
                     ["mean", *(percent(means[name]) for name in names)]])]
    if "PyTorch" in means:
        lines += ["", f"The means are {points(means['typenet'] - means['PyTorch'])} points apart."]
    return [*lines, "", f"On all 50,000 training images, {whole['epochs']} epochs: "
            f"{percent(whole['accuracy'], 1)} of the first {whole['images']:,} test images."]


def step(found: dict) -> list[str]:
    return [*steps.table_of(found["rows"]), "",
            "![Bars of the times in the table](docs/benchmarks/step.svg)", "",
            "[The benchmarks](docs/benchmarks.md) have the rest."]


def accuracy(found: dict) -> list[str]:
    rows = [[f"`{row['network']}`", f"{row['epochs']:g}", f"{row['rate']:g}", one["name"],
             percent(one["mean_accuracy"], 3),
             percent(min(run["accuracy"] for run in one["runs"])), str(len(one["runs"])),
             f"{one['mean_s']:.1f}", f"{one['ratio']:.2f}"]
            for row in found["rows"] for one in row["contenders"]]
    return [f"On {found['data']} with {found['threads']} threads; seconds from the start of the "
            "process to its end, and typenet's as a share of them, of seeds in turn:", "",
            *table(["network", "epochs", "learning rate", "", "mean test accuracy", "lowest",
                    "seeds", "mean seconds", "typenet's share"], rows)]


BLOCKS: dict[str, tuple[str, Callable[[dict], list[str]]]] = {
    "notebook": ("The notebook's recipe on MNIST", notebook),
    "notebook_pairs": ("The notebook from TensorFlow's initial values",
                       lambda found: notebook_pairs(found, "TensorFlow")),
    "notebook_own_pairs": ("The notebook from typenet's initial values",
                           lambda found: notebook_pairs(found, "typenet")),
    "modern": ("The modern recipe on MNIST",
               lambda found: modern(found, "--recipe modern")),
    "fashion": ("The modern recipe on Fashion-MNIST",
                lambda found: modern(found, "--recipe modern --epochs 10")),
    "cifar": ("The recipe for CIFAR-10", cifar),
    "cluster": ("Steps that ranks share", cluster_tables.lines),
    "step": ("One step beside the peers", step),
    "accuracy": ("Accuracy per second", accuracy)}
README = ("step",)


def block(names: str | None, results: dict[str, dict]) -> str:
    """The text of a block; of what was not measured it says nothing."""
    parts = []
    for name in [part.strip() for part in names.split(",")] if names else README:
        if name in results:
            title, lines = BLOCKS[name]
            parts.append("\n".join([f"**{title}.** {provenance(results[name])}", "",
                                    *lines(results[name]), ""]))
    return "\n".join(parts)

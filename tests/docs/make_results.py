#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes the measured numbers into README.md and docs/recipes.md.

usage: make_results.py [--check] [ROOT]

The numbers come from three files in docs/results/; of a missing file the page says that nothing was
measured yet. --check writes nothing and fails if a page is not what this script would make of it.

Every file is one JSON object with these keys, all texts:
    machine, cpu, simd, compiler, flags, commit, date

and its own:
    notebook.json  "runs": [{"seed": 1,
                             "losses": {"1": ..., "10": ..., "20": ..., "50": ..., "100": ...,
                                        "200": ..., "400": ..., "600": ...},
                             "accuracy_first_256": ..., "accuracy_test": ...,
                             "accuracy_validation": ..., "seconds": ...}, ...]
    modern.json    "runs": [{"seed": 1, "steps": ..., "accuracy_test": ...,
                             "accuracy_validation": ..., "loss_test": ..., "seconds": ...}, ...]
    step.json      "rows": [{"case": "train_step/batch:128/threads:2",
                             "typenet_ms": {"min": ..., "median": ...},
                             "pytorch_ms": {"min": ..., "median": ...} or null,
                             "ratio": typenet's time as a share of PyTorch's, or null}, ...]
Accuracies are in [0, 1]; "ms" is milliseconds a step, wall time.

A page's block stands between <!-- results: NAMES --> and <!-- /results -->, where NAMES are some of
notebook, modern and step; without names it has all three.
"""

import argparse
import json
import pathlib
import re
import statistics
import sys

KINDS = ("notebook", "modern", "step")
PAGES = ("README.md", "docs/recipes.md")
BLOCK = re.compile(r"(<!-- results(?::(?P<kinds>[a-z, ]+))? -->\n)(?P<body>.*?)(<!-- /results -->)",
                   re.DOTALL)

# The notebook's graph in TensorFlow 2.21 (compat.v1) on MNIST, five seeds: lowest and highest.
TENSORFLOW_LOSSES = {
    "1": (69638, 99365), "10": (19950, 33459), "20": (10753, 18951), "50": (2755, 7754),
    "100": (1218, 3110), "200": (1065, 1771), "400": (390, 725), "600": (68, 494)}
TENSORFLOW_ACCURACIES = {
    "accuracy_first_256": (0.938, 0.969), "accuracy_test": (0.9273, 0.9353)}
ACCURACIES = {"accuracy_first_256": "first 256 test images",
              "accuracy_test": "all test images",
              "accuracy_validation": "validation images"}


def percent(share, digits=2):
    return f"{100 * share:.{digits}f} %"


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def band(values, write):
    low, high = write(min(values)), write(max(values))
    return low if low == high else f"{low} … {high}"


def provenance(found):
    return (f"{found['date']}, commit `{found['commit']}`: {found['machine']}, {found['cpu']}, "
            f"{found['simd']}, {found['compiler']}, `{found['flags']}`.")


def count_of(runs):
    return "one seed" if len(runs) == 1 else f"{len(runs)} seeds"


def notebook_table(found):
    runs = found["runs"]
    lines = [f"`--recipe notebook`, {count_of(runs)}, lowest … highest:", "",
             "| | typenet | TensorFlow 2.21, five seeds |", "|---|---|---|"]
    for step, tensorflow in TENSORFLOW_LOSSES.items():
        ours = band([run["losses"][step] for run in runs], number)
        lines.append(f"| loss at step {step} | {ours} | {band(tensorflow, number)} |")
    for key, name in ACCURACIES.items():
        ours = band([run[key] for run in runs], percent)
        theirs = TENSORFLOW_ACCURACIES.get(key)
        lines.append(f"| accuracy, {name} | {ours} | {band(theirs, percent) if theirs else ''} |")
    lines.append(f"| seconds | {band([run['seconds'] for run in runs], lambda s: f'{s:.1f}')} | |")
    return lines


def modern_table(found):
    runs = found["runs"]
    tests = [run["accuracy_test"] for run in runs]
    lines = [f"`--recipe modern`, {count_of(runs)}: mean test accuracy "
             f"{percent(statistics.mean(tests), 3)}.", "",
             "| seed | steps | test accuracy | test loss | validation accuracy | seconds |",
             "|---|---|---|---|---|---|"]
    for run in runs:
        lines.append(f"| {run['seed']} | {run['steps']:,} | {percent(run['accuracy_test'])} | "
                     f"{run['loss_test']:.4f} | {percent(run['accuracy_validation'])} | "
                     f"{run['seconds']:.1f} |")
    return lines


def step_table(found):
    def times(ms):
        return f"{ms['median']:.2f} ({ms['min']:.2f})" if ms else "not measured"

    lines = ["Milliseconds, median (least):", "",
             "| case | typenet | PyTorch | typenet / PyTorch |", "|---|---|---|---|"]
    for row in found["rows"]:
        ratio = f"{row['ratio']:.2f}" if row["ratio"] is not None else ""
        lines.append(f"| `{row['case']}` | {times(row['typenet_ms'])} | "
                     f"{times(row['pytorch_ms'])} | {ratio} |")
    return lines


TABLES = {"notebook": notebook_table, "modern": modern_table, "step": step_table}
TITLES = {"notebook": "The notebook's recipe on MNIST", "modern": "The modern recipe on MNIST",
          "step": "One training step"}


def section(folder, kind):
    """The text of one kind of result."""
    path = folder / f"{kind}.json"
    if not path.exists():
        return f"{TITLES[kind]}: not measured yet.\n"
    found = json.loads(path.read_text(encoding="utf-8"))
    return "\n".join([f"**{TITLES[kind]}.** {provenance(found)}", "", *TABLES[kind](found), ""])


def with_results(page, folder):
    """The text of a page with its blocks made anew."""
    def block(match):
        names = match["kinds"]
        kinds = [name.strip() for name in names.split(",")] if names else KINDS
        return match[1] + "\n".join(section(folder, kind) for kind in kinds) + match[4]

    return BLOCK.sub(block, page)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--check", action="store_true")
    arguments.add_argument("root", nargs="?", type=pathlib.Path,
                           default=pathlib.Path(__file__).resolve().parents[2])
    asked = arguments.parse_args()
    stale = []
    for name in PAGES:
        path = asked.root / name
        page = path.read_text(encoding="utf-8")
        made = with_results(page, asked.root / "docs/results")
        if made != page:
            stale.append(name)
            if not asked.check:
                path.write_text(made, encoding="utf-8")
    if stale:
        print("stale:" if asked.check else "written:", *stale)
    return 1 if asked.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())

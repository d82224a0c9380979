# SPDX-License-Identifier: BSL-1.0
"""The command line of the suite; `./run bench` calls it with the folder of the build."""

import argparse
import pathlib
import subprocess
import sys
import time

from . import (context, measure_accuracy, measure_cifar, measure_cluster, measure_compile,
               measure_growth, measure_latency, measure_neighbours, measure_notebook, measure_peaks,
               measure_recipes, measure_stages, measure_steps, results)
from .pages import writing
from .setting import setting

# In this order; each writes a file of results of its name. The last ones take long and run only
# when they are named.
SECTIONS = {
    "peaks": measure_peaks.measure,
    "stages": measure_stages.measure,
    "step": measure_steps.measure,
    "networks": measure_steps.measure_others,
    "growth": measure_growth.measure,
    "neighbours": measure_neighbours.measure,
    "latency": measure_latency.measure,
    "notebook_run": measure_notebook.measure,
    "compile": measure_compile.measure,
    "cluster": measure_cluster.measure,
    "accuracy": measure_accuracy.measure,
    "notebook": lambda asked: measure_recipes.measure(asked, "notebook"),
    "notebook_pairs": lambda asked: measure_recipes.pairs(asked, "TensorFlow"),
    "notebook_own_pairs": lambda asked: measure_recipes.pairs(asked, "typenet"),
    "modern": lambda asked: measure_recipes.measure(asked, "modern"),
    "fashion": measure_recipes.measure_fashion,
    "cifar": measure_cifar.measure,
}
LONG = ("accuracy", "notebook", "notebook_pairs", "notebook_own_pairs", "modern", "fashion",
        "cifar")
NOT_QUICK = ("growth", "neighbours", "notebook_run", "cluster", *LONG)
EPILOG = """sections: {all}. With none, all but {long} are measured.
--quick takes fewer rounds, leaves {slow} out, and writes into the build's folder, not into docs/.
`pages` alone measures nothing: it writes the pages from docs/results/."""


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./run bench", description="Measures typenet beside its peers.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=EPILOG.format(all=", ".join(SECTIONS), long=", ".join(LONG),
                             slow=", ".join(NOT_QUICK)))
    parser.add_argument("sections", nargs="*", metavar="SECTION",
                        choices=[*SECTIONS, "pages", []], help="what to measure")
    parser.add_argument("--quick", action="store_true", help="a rough look, in three minutes")
    parser.add_argument("--data", help="folder with MNIST, by default TYPENET_DATA; without it, "
                                       "the built-in digits")
    parser.add_argument("--python", action="append", default=[],
                        help="a Python that has peers of bench/peers/requirements.txt; may be "
                             "given again, by default that of build/peers")
    parser.add_argument("--seeds", type=int, default=10, help="of accuracy and recipes")
    parser.add_argument("--build", type=pathlib.Path, default=context.ROOT / "build/bench",
                        help="folder that CMake built into")
    asked = parser.parse_args(words)
    if "pages" in asked.sections and len(asked.sections) > 1:
        parser.error("pages goes with no section: each measurement writes them")
    return asked


def default_pythons() -> list[str]:
    own = context.ROOT / "build/peers/bin/python"
    return ([str(own)] if own.exists() else []) + [sys.executable]


def measure(asked: argparse.Namespace, docs: pathlib.Path) -> list[str]:
    """Tells which sections failed: the others are worth their while."""
    where = context.make(asked.build.resolve(), asked.quick, asked.data,
                         asked.python or default_pythons(), asked.seeds)
    sections = asked.sections or [name for name in SECTIONS
                                  if name not in (NOT_QUICK if asked.quick else LONG)]
    setting_now = setting(where)
    failed = []
    for name in sections:
        before = time.perf_counter()
        print(f"{name} ...", flush=True)
        try:
            found = SECTIONS[name](where)
        except (RuntimeError, OSError, subprocess.CalledProcessError) as wrong:
            print(f"{name} failed: {wrong}", file=sys.stderr)
            failed.append(name)
            continue
        results.store(docs / "results", name, setting_now | found)
        print(f"{name}: {time.perf_counter() - before:.0f} s", flush=True)
    return failed


def main() -> int:
    asked = parse(sys.argv[1:])
    failed = []
    if asked.sections == ["pages"]:
        docs = context.ROOT / "docs"
    else:
        docs = asked.build.resolve() / "quick" if asked.quick else context.ROOT / "docs"
        failed = measure(asked, docs)
    written = writing.write(docs)
    print("written:", *(written or ["nothing, the pages are up to date"]))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

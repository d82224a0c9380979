# SPDX-License-Identifier: BSL-1.0
"""The test of the pages of results: every file of results shows, and makes old pages stale."""

from checks import check_results
from suite import results
from suite.pages import recipe_tables, writing

FACTS = dict.fromkeys(("machine", "cpu", "simd", "compiler", "flags", "commit", "date"), "fact")


def contender(name, milliseconds, **more):
    return {"name": name, "version": "9.87", "min_ms": milliseconds - 1, "median_ms": milliseconds,
            "steps": 30, **more}


def row(network, contenders):
    return {"network": network, "batch": 128, "work": "train", "threads": 1,
            "contenders": contenders}


def work(way, multiply_adds):
    return {"stage": "a stage", "way": way, "multiply_adds": multiply_adds, "bytes": 1000,
            "min_ms": 2.0, "median_ms": 4.0, "steps": 30, "error": 2.9e-7}


def made_up():
    """One result of every kind, its numbers found nowhere else."""
    times = [contender("typenet", 21.5, ratio=0.4321), contender("PyTorch", 43.75)]
    losses = {step: 1234.5 for step in recipe_tables.TENSORFLOW_LOSSES}
    latency = {"work": "infer", "name": "typenet", "steps": 10000, "p50_ms": 0.5, "p90_ms": 0.51,
               "p99_ms": 0.52, "p99.9_ms": 0.6, "max_ms": 7.89, "histogram": [[0.5, 9000], [1, 3]]}
    return {
        "notebook": {"runs": [{"seed": 1, "losses": losses, "accuracy_first_256": 0.951,
                               "accuracy_test": 0.9321, "accuracy_validation": 0.9432,
                               "seconds": 34.56}]},
        "notebook_pairs": {"rows": [
            {"seed": seed, "tensorflow": {"accuracy_test": theirs, "accuracy_first_256": 0.95},
             "typenet": {"accuracy_test": mine, "accuracy_first_256": 0.95}}
            for seed, theirs, mine in ((1, 0.9111, 0.9123), (2, 0.9333, 0.9331))]},
        "notebook_own_pairs": {"rows": [
            {"seed": 3, "tensorflow": {"accuracy_test": 0.9222, "accuracy_first_256": 0.95},
             "typenet": {"accuracy_test": 0.9226, "accuracy_first_256": 0.95}}]},
        "modern": {"runs": [{"seed": 7, "steps": 2149, "accuracy_test": accuracy,
                             "accuracy_validation": 0.9911, "loss_test": 0.0234,
                             "seconds": 98.7} for accuracy in (0.9932, 0.9944)]},
        "fashion": {"runs": [{"seed": 8, "steps": 4297, "accuracy_test": 0.9291,
                              "accuracy_validation": 0.9321, "loss_test": 0.2049,
                              "seconds": 87.2}]},
        "cifar": {"threads": 2, "epochs": 12, "rows": [
            {"typenet": {"seed": seed, "accuracy": 0.8390}, "PyTorch": {"accuracy": 0.8365}}
            for seed in (1, 2)],
            "whole": {"epochs": 60, "accuracy": 0.881, "images": 1000, "seconds": 1020.0}},
        "peaks": {"gflops": {"1": 100.0, "2": 187.0},
                  "read": [{"threads": threads, "bytes": 1 << 14, "gb_per_s": 76.0}
                           for threads in (1, 2)]},
        "step": {"data": "MNIST", "rows": [row("digits", times)]},
        "stages": {"network": "digits", "batch": 128, "threads": 1,
                   "rows": [work("forward", 100e6), work("backward", 950e6)],
                   "others": [{"network": "resnet8",
                               "rows": [work("forward", 100e6), work("backward", 300e6)]}]},
        "networks": {"rows": [row("lenet", [contender("typenet", 3.21)])]},
        "growth": {"data": "MNIST", "threads": 2, "curves": [
            {"of": "depth", "rows": [
                {"size": size, **row("digits", [contender("typenet", 31.5 + size, ratio=0.4321,
                                                          mebibytes=61.5),
                                                contender("PyTorch", 53.5, mebibytes=222.5)])}
                for size in (0, 3)]}]},
        "neighbours": {"batch": 128, "threads": 2, "rows": [
            {"name": "typenet", "alone": contender("", 11.5), "together": contender("", 24.5),
             "times": 2.13}]},
        "latency": {"rows": [latency]},
        "cluster": {"batch": 128, "floats": {"digits": 250000}, "small": 256, "links": [
            {"name": "two machines", "gbit": gbit, "floats": {
                "256": {"exchange": 0.002, "allreduce": 0.001},
                "250000": {"exchange": 0.010 if gbit == 1 else 0.003, "allreduce": 0.008}}}
            for gbit in (None, 1, 10)],
            "steps": [{"network": "digits", "gbit": gbit, "ranks": ranks,
                       "minibatches": minibatches, "median_s": seconds, "min_s": seconds}
                      for gbit, ranks, minibatches, seconds in (
                          (None, 1, 2, 0.044), (None, 1, 4, 0.084), (None, 2, 4, 0.056),
                          (None, 4, 4, 0.042), (1, 2, 2, 0.036), (10, 2, 2, 0.024))]},
        "notebook_run": {"data": "MNIST", "threads": 2, "steps": 600,
                         "rows": [{"name": "typenet", "min_s": 6.1, "median_s": 6.3, "runs": 3}]},
        "compile": {"units": [{"network": "digits", "seconds": 7.8, "processor_seconds": 7.6,
                               "peak_mib": 765, "runs": 2}],
                    "checks": [{"compiler": "g++ 12.2.0", "layers": 10, "networks": 20,
                                "named_ms": 500.0,
                                "checked_ms": 750.0, "lines_when_wrong": 6}]},
        "accuracy": {"data": "MNIST", "threads": 2, "rows": [
            {"network": "small", "epochs": 1.75, "rate": 0.006, "smoothing": 0.1,
             "contenders": [{"name": "PyTorch", "mean_accuracy": 0.99123, "mean_s": 2.6,
                             "ratio": 0.157,
                             "runs": [{"seed": 1, "accuracy": 0.9907, "seconds": 2.6}]}]}]}}


ON_README = ["21.5 (20.5)", "43.8 (42.8)", "PyTorch 9.87", "0.43 |", "`fact`"]
ON_RECIPES = ["1,234", "19,950 … 33,459", "95.10 %", "93.21 %", "94.32 %", "99.380 %",
              "99.32 %", "2,149", "0.0234", "4,297", "92.91 %",
              "| mean | 83.90 % | 83.65 % |", "are +0.25 points apart",
              "60 epochs: 88.1 % of the first 1,000", "| 1.75 |", "99.123 %", "99.07 %", "| 0.16 |",
              "| 91.11 % | 91.23 % | +0.12 |", "| 92.22 % | 92.26 % | +0.04 |", "which typenet drew",
              "1 of 2", "is +0.05 on average and at most 0.12"]
# A minibatch takes 20 ms, the update 4; of 1 MB each way 8 ms, and a message 1.
ON_CLUSTER = ["| 2 | 56.0 | 75 % | 1.00 MB |", "| 4 | 42.0 | 50 % | 1.50 MB |",
              "| two machines, 1 Gb/s | 10.0 (1.25) | 1000 |", "| 1 Gb/s | 36.0 | 32.0 | -11 % |",
              "| 1 Gb/s | 32.0 (69 %) |"]
ON_BENCHMARKS = ["187", "76", "| 21.0 | 1.02 |", "| 2.00 |", "| 50 % |", "| 475 % | 3e-07 |",
                 "3.21 (2.21)", "| 3 | 34.5 | 53.5 | 61.5 | 222 | 0.43 |", "| 2.13 |", "7.89",
                 "1.20", "6.3 (6.1)", "| 7.8 | 7.6 | 765 |", "| 1.25 |", "99.123 %",
                 "`resnet8`, 8.00 ms in all"]
PICTURES = {"step": "43.8 ms", "stages": "475 %", "networks": "lenet", "latency_infer": "1,000",
            "growth_depth": "MiB", "cluster_digits": "1 Gb/s"}


def results_self_test(pages, tools):
    """A folder of docs like the real one, with the results made up."""
    root = tools.new_folder()
    docs = root / "docs"
    docs.mkdir()
    for page in writing.PAGES:
        (root / page).write_text(pages[page], encoding="utf-8")
    for name, content in made_up().items():
        results.store(docs / "results", name, {**FACTS, **content})

    def now():
        return {page: (root / page).read_text(encoding="utf-8") for page in writing.PAGES}

    failures = []
    old = len(list(check_results(pages, tools, docs)))
    if old != len(writing.PAGES) + 1 + len(PICTURES):
        failures.append(f"of stale pages and pictures only {old} are found")
    writing.write(docs)
    failures += [f"fresh results are called stale: {one}"
                 for one in check_results(now(), tools, docs)]
    wanted = {"README.md": ON_README, "docs/recipes.md": ON_RECIPES,
              "docs/cluster.md": ON_CLUSTER,
              "docs/benchmarks.md": ON_BENCHMARKS,
              **{f"docs/benchmarks/{name}.svg": [words] for name, words in PICTURES.items()}}
    for name, texts in wanted.items():
        text = (root / name).read_text(encoding="utf-8")
        failures += [f"not in {name} of results: {words}" for words in texts if words not in text]
    for path in [docs / "benchmarks.md", docs / "benchmarks/step.svg"]:
        path.write_text(path.read_text(encoding="utf-8").replace("43.8", "43.7"), encoding="utf-8")
        if len(list(check_results(now(), tools, docs))) != 1:
            failures.append(f"not found: a figure of {path.name} that was changed by hand")
        writing.write(docs)
    (docs / "results/latency.json").unlink()
    if len(list(check_results(now(), tools, docs))) != 2:
        failures.append("not found: a section and a picture whose results are gone")
    writing.write(docs)
    if (docs / "benchmarks/latency_infer.svg").exists() or list(check_results(now(), tools, docs)):
        failures.append("a picture stays whose results are gone")
    return failures

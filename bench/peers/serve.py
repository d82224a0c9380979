# SPDX-License-Identifier: BSL-1.0
"""How the suite talks with a program that measures, as in bench/server.hpp: one line of JSON when
it is warm, then an answer to each line `time N`."""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from memory_growth import MemoryGrowth

# Each minibatch, prepared, goes into a call whose time counts.
Batches = Iterator[tuple]
Step = Callable[..., Any]


def arguments(description: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("network")
    parser.add_argument("batch", type=int)
    parser.add_argument("work", choices=("train", "infer"))
    parser.add_argument("threads", type=int)
    parser.add_argument("data")
    parser.add_argument("warm_up", type=int)
    return parser.parse_args()


def serve(name: str, version: str, batches: Batches, step: Step, warm_up: int,
          growth: MemoryGrowth | None = None) -> None:
    for _ in range(warm_up):
        step(*next(batches))
    memory = {"mebibytes": growth.mebibytes()} if growth else {}
    print(json.dumps({"name": name, "version": version, **memory}), flush=True)
    for line in sys.stdin:
        word, count = line.split()
        if word != "time":
            sys.exit(f"error: expected 'time N', found '{word}'")
        milliseconds = []
        for _ in range(int(count)):
            batch = next(batches)
            before = time.perf_counter()
            step(*batch)
            milliseconds.append(1e3 * (time.perf_counter() - before))
        print(json.dumps(milliseconds), flush=True)

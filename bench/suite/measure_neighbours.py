# SPDX-License-Identifier: BSL-1.0
"""Two trainers side by side, each with as many threads as there are cores, against one alone: what
threads that spin do to their neighbours."""

import statistics
import time

from .context import Context
from .rounds import PAUSE_SECONDS, summary
from .servers import Server

CASE = ("digits", 128, "train", 2)


def compare(first: Server, second: Server, rounds: int, seconds: float) -> dict:
    for server in (first, second):
        server.wait_until_warm()
    steps = max(5, int(1e3 * seconds / statistics.median(first.time(3))))
    alone: list[float] = []
    together: list[float] = []
    for _ in range(rounds):
        time.sleep(PAUSE_SECONDS)
        alone += first.time(steps)
        time.sleep(PAUSE_SECONDS)
        first.begin(steps)
        second.begin(steps)
        # The one that is done first leaves the other alone: the last steps of both do not count.
        for server in (first, second):
            together += server.end()[: steps * 3 // 4]
    times = statistics.median(together) / statistics.median(alone)
    return {"alone": summary(alone), "together": summary(together), "times": round(times, 3)}


def contender(context: Context, name: str) -> Server:
    server = context.typenet(*CASE) if name == "typenet" else context.peer(name, *CASE)
    assert server is not None
    return server


def measure(context: Context) -> dict:
    rows = []
    for name in ("typenet", "PyTorch"):
        if name != "typenet" and name not in context.pythons:
            continue
        with contender(context, name) as first, contender(context, name) as second:
            rounds = 2 if context.quick else 5
            rows.append({"name": name,
                         **compare(first, second, rounds, 2 * context.slice_seconds)})
        print(f"  {name}: {rows[-1]['times']:.2f} times as long as alone", flush=True)
    return dict(zip(("network", "batch", "work", "threads"), CASE, strict=True)) | {"rows": rows}

# SPDX-License-Identifier: BSL-1.0
"""How even the times are: many steps, and many answers, of a single image on one thread."""

import math
import time

from .context import Context
from .rounds import PAUSE_SECONDS
from .servers import Server

PERCENTILES = (50, 90, 99, 99.9)
BIN = 1.05  # each bin of the histogram is so much wider than the one before


def percentile(ordered: list[float], share: float) -> float:
    """The smallest time that so many per cent of all do not exceed."""
    return ordered[max(0, math.ceil(share / 100 * len(ordered)) - 1)]


def histogram(ordered: list[float]) -> list[list]:
    """[start of the bin in ms, count] of the bins that are not empty."""
    counts: dict[int, int] = {}
    for value in ordered:
        at = math.floor(math.log(value, BIN))
        counts[at] = counts.get(at, 0) + 1
    return [[round(BIN**at, 6), count] for at, count in sorted(counts.items())]


def turns(contenders: dict[str, Server], steps: int, rounds: int) -> dict[str, list[float]]:
    """In turn as elsewhere, but each contender does the same number of steps."""
    found: dict[str, list[float]] = {name: [] for name in contenders}
    for server in contenders.values():
        server.wait_until_warm()
    for _ in range(rounds):
        for name, server in contenders.items():
            time.sleep(PAUSE_SECONDS)
            found[name] += server.time(steps // rounds)
    return found


def measure(context: Context) -> dict:
    steps = 1000 if context.quick else 10000
    rows = []
    for work in ("train", "infer"):
        peers = ("PyTorch",) if work == "train" else ("PyTorch", "ONNX Runtime")
        servers = {"typenet": context.typenet("digits", 1, work, 1)}
        for peer in peers:
            if server := context.peer(peer, "digits", 1, work, 1):
                servers[peer] = server
        try:
            times = turns(servers, steps, 4 if context.quick else 10)
        finally:
            for server in servers.values():
                server.close()
        for name, values in times.items():
            ordered = sorted(values)
            rows.append({"work": work, "name": name, "steps": len(ordered),
                         **{f"p{share:g}_ms": round(percentile(ordered, share), 4)
                            for share in PERCENTILES},
                         "max_ms": round(ordered[-1], 4), "histogram": histogram(ordered)})
            print(f"  {work}, {name}: p50 {rows[-1]['p50_ms']:.3f} ms, "
                  f"p99.9 {rows[-1]['p99.9_ms']:.3f} ms", flush=True)
    return {"network": "digits", "batch": 1, "threads": 1, "rows": rows}

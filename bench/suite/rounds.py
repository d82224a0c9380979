# SPDX-License-Identifier: BSL-1.0
"""Contenders in turn, so that what else the machine does meets all of them alike."""

import statistics
import time
from collections.abc import Iterable

from .servers import Server

# The threads of some peers spin for a while after their work; the next one waits that long.
PAUSE_SECONDS = 0.25

Times = list[list[float]]  # [round][step], milliseconds


def interleave(contenders: dict[str, Server], rounds: int,
               slice_seconds: float) -> dict[str, Times]:
    """Each contender's times; a turn has as many steps as fit into the slice, at least three."""
    steps = {}
    for server in contenders.values():
        server.wait_until_warm()
    for name, server in contenders.items():
        usual = statistics.median(server.time(3))
        steps[name] = max(3, int(1e3 * slice_seconds / usual))
    found: dict[str, Times] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, server in contenders.items():
            time.sleep(PAUSE_SECONDS)
            found[name].append(server.time(steps[name]))
    return found


def flat(times: Times) -> list[float]:
    return [one for turn in times for one in turn]


def summary(times: Iterable[float]) -> dict:
    values = list(times)
    return {"min_ms": round(min(values), 4), "median_ms": round(statistics.median(values), 4),
            "steps": len(values)}


def ratio(ours: Times, theirs: Times) -> float:
    """Our time as a share of theirs, round by round: the median of the rounds."""
    return round(statistics.median(statistics.median(a) / statistics.median(b)
                                   for a, b in zip(ours, theirs, strict=True)), 4)

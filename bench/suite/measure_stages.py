# SPDX-License-Identifier: BSL-1.0
"""Each stage of the digits network's plan, forward and backward, in real training on one thread;
and how far its kernel is off the layers' references in double."""

import json
import subprocess

from .context import Context
from .rounds import summary
from .servers import Server


def errors(context: Context) -> list[dict]:
    """Of each stage; takes some ten seconds."""
    if context.quick:
        return []
    return json.loads(subprocess.run([context.program("bench_errors")], check=True,
                                     capture_output=True, text=True).stdout)


def measure(context: Context) -> dict:
    steps = 30 if context.quick else 200
    with Server([context.program("bench_stages"), 1, context.data("digits"),
                 context.warm_up]) as server:
        stages = server.about["stages"]
        times = server.time(steps)
    rows, of_stage = [], errors(context)
    for at, stage in enumerate(stages):
        for column, way in ((at, "forward"), (len(stages) + at, "backward")):
            rows.append({"stage": stage["name"], "way": way, **stage[way],
                         **summary(step[column] for step in times),
                         **({"error": of_stage[at][way]} if of_stage else {})})
    return {"network": "digits", "batch": 128, "threads": 1, "rows": rows}

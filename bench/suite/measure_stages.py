# SPDX-License-Identifier: BSL-1.0
"""Each stage of a network's plan, forward and backward, in real training on one thread; and how far
the kernels of the digits network are off the layers' references in double."""

import json
import subprocess

from .context import Context
from .rounds import summary

OTHERS = ("resnet8", "vgg_small", "ds_cnn", "mobilenet_v1", "autoencoder")


def errors(context: Context) -> list[dict]:
    """Of each stage; takes some ten seconds."""
    if context.quick:
        return []
    return json.loads(subprocess.run([context.program("bench_errors")], check=True,
                                     capture_output=True, text=True).stdout)


def measure_network(context: Context, network: str, steps: int) -> list[dict]:
    with context.typenet(network, 128, "stages", 1) as server:
        stages = server.about["stages"]
        times = server.time(steps)
    return [{"stage": stage["name"], "way": way, **stage[way],
             **summary(step[column] for step in times)}
            for at, stage in enumerate(stages)
            for column, way in ((at, "forward"), (len(stages) + at, "backward"))]


def measure(context: Context) -> dict:
    rows = measure_network(context, "digits", 30 if context.quick else 200)
    of_stage = errors(context)
    for number, row in enumerate(rows if of_stage else []):
        row["error"] = of_stage[number // 2][row["way"]]
    others = () if context.quick else OTHERS
    return {"network": "digits", "batch": 128, "threads": 1, "rows": rows,
            "others": [{"network": network, "rows": measure_network(context, network, 50)}
                       for network in others]}

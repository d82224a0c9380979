# SPDX-License-Identifier: BSL-1.0
"""How the time of a training step, and the memory that it needs, grow with the batch, and with the
width and the depth of the digits network."""

from .context import Context
from .measure_steps import Case, measure_case

THREADS = 2
ROUNDS = 4
# What grows → its sizes, and the network and the batch of each.
CURVES = {
    "batch": {batch: ("digits", batch) for batch in (1, 8, 32, 128, 512)},
    "width": {1: ("digits", 128), 2: ("digits_wide2", 128), 4: ("digits_wide4", 128)},
    "depth": {0: ("digits", 128), **{n: (f"digits_deep{n}", 128) for n in (1, 2, 3)}},
}


def measure(context: Context) -> dict:
    cases = dict.fromkeys(case for sizes in CURVES.values() for case in sizes.values())
    rows = {(network, batch): measure_case(context, Case(network, batch, "train", THREADS),
                                           ("PyTorch",), rounds=ROUNDS)
            for network, batch in cases}
    return {"data": context.data_name, "threads": THREADS,
            "curves": [{"of": name, "rows": [{"size": size, **rows[case]}
                                             for size, case in sizes.items()]}
                       for name, sizes in CURVES.items()]}

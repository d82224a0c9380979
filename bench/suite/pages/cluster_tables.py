# SPDX-License-Identifier: BSL-1.0
"""What docs/cluster.md shows of steps that ranks share: what was measured, and what the model says of
more ranks and other networks."""

from ..cluster_model import Link, Work, link_of, work_of
from . import charts
from .markdown import figures, table

RANKS = tuple(2**power for power in range(9))
SHOWN = (2, 8, 32, 256)


def links(found: dict) -> dict[int, Link]:
    """By Gb/s. Of the fastest, which no cable of this machine is, the share of its rate that is used
    is that of the slowest; its latency is that of a cable without a limit."""
    size, small = max(found["floats"].values()), str(found["small"])

    def of(one: dict) -> Link:
        exchanges = one["floats"]
        return link_of(exchanges[small]["exchange"], exchanges[str(size)]["exchange"], 4 * size)

    measured = {one["gbit"]: of(one) for one in found["links"] if one["name"] == "two machines"}
    free = measured.pop(None)
    return measured | {100: Link(free.latency, 100 * measured[1].bandwidth)}


def step(found: dict, network: str, gbit: int | None, ranks: int, minibatches: int) -> float:
    return next(one["median_s"] for one in found["steps"]
                if (one["network"], one["gbit"], one["ranks"], one["minibatches"])
                == (network, gbit, ranks, minibatches))


def works(found: dict) -> dict[str, Work]:
    return {network: work_of(step(found, network, None, 1, 2), step(found, network, None, 1, 4),
                             4 * floats) for network, floats in found["floats"].items()}


def megabytes(size: float) -> str:
    return f"{figures(size / 1e6)} MB"


def milliseconds(seconds: float) -> str:
    return figures(1e3 * seconds)


def on_one_machine(found: dict) -> list[str]:
    rows = []
    for network, floats in found["floats"].items():
        alone = step(found, network, None, 1, 4)
        for ranks in (1, 2, 4):
            shared = step(found, network, None, ranks, 4)
            rows.append([f"`{network}`", str(ranks), milliseconds(shared),
                         f"{100 * alone / ranks / shared:.0f} %",
                         megabytes(8 * floats * (ranks - 1) / ranks) if ranks > 1 else ""])
    return [f"Steps over four minibatches of {found['batch']} on one machine of two cores, a thread a "
            "rank. Efficiency is the share of the ranks' time that one rank alone would need; four "
            "ranks on two cores cannot have more than half.", "",
            *table(["network", "ranks", "ms a step", "efficiency", "sent by a rank"], rows)]


def exchanges(found: dict) -> list[str]:
    """The whole gradients of the networks, added and brought back."""
    sizes = sorted(found["floats"].values(), reverse=True)
    rows = []
    for one in found["links"]:
        rate = f", {one['gbit']} Gb/s" if one["gbit"] else ""
        of_sizes = [one["floats"][str(size)] for size in sizes]
        rows.append([one["name"] + rate,
                     *(f"{milliseconds(of['exchange'])} ({of['exchange'] / of['allreduce']:.2f})"
                       for of in of_sizes),
                     f"{1e6 * one['floats'][str(found['small'])]['exchange'] / 2:.0f}"])
    return ["The exchange among two ranks, milliseconds, and in brackets its share of the time of "
            "`MPI_Allreduce` in the same run; microseconds of one message of next to nothing. Two "
            "machines are network namespaces with a virtual cable, whose rate `tc` limits:", "",
            *table(["between ranks", *(megabytes(4 * size) for size in sizes), "a message, µs"],
                   rows)]


def beside_the_model(found: dict) -> list[str]:
    rows = []
    for gbit, link in links(found).items():
        for network, work in works(found).items():
            if gbit == 100:
                continue
            measured, told = step(found, network, gbit, 2, 2), work.step(link, 2, 2)
            rows.append([f"`{network}`", f"{gbit} Gb/s", milliseconds(measured), milliseconds(told),
                         f"{100 * (told / measured - 1):+.0f} %"])
    return ["Two ranks on two such machines, a minibatch each, beside what the model "
            "(`bench/suite/cluster_model.py`) says from the times of one rank and of the exchange "
            "alone:", "",
            *table(["network", "cable", "measured, ms", "model, ms", "apart"], rows)]


def more_ranks(found: dict) -> list[str]:
    rows = [[f"`{network}`", f"{gbit} Gb/s",
             *(f"{milliseconds(work.step(link, ranks, ranks))} "
               f"({100 * work.efficiency(link, ranks):.0f} %)" for ranks in SHOWN)]
            for network, work in works(found).items() for gbit, link in links(found).items()]
    return ["What the model says of ranks of one thread, each on a machine of its own, with a minibatch "
            "each: milliseconds a step, and efficiency. That a cable of 100 Gb/s is used as well as "
            "one of 1 is an assumption:", "",
            *table(["network", "cable", *(f"{ranks} ranks" for ranks in SHOWN)], rows)]


def pictures(found: dict) -> dict[str, str]:
    drawn = {}
    for network, work in works(found).items():
        told = {f"{gbit} Gb/s": [(ranks, 1e3 * work.step(link, ranks, ranks)) for ranks in RANKS]
                for gbit, link in links(found).items()}
        measured = {f"{one['gbit']} Gb/s": [(one["ranks"], 1e3 * one["median_s"])]
                    for one in found["steps"] if one["network"] == network and one["gbit"]}
        drawn[f"cluster_{network}"] = charts.curves(f"Step of {network}, a minibatch a rank", "ranks",
                                                    {"ms": told}, {"ms": measured})
    return drawn


def lines(found: dict) -> list[str]:
    shown = [line for network in found["floats"] for line in
             ("", f"![Milliseconds of a step of {network} over the number of ranks: the model's curves "
                  f"and what was measured](benchmarks/cluster_{network}.svg)")]
    return [*on_one_machine(found), "", *exchanges(found), "", *beside_the_model(found), "",
            *more_ranks(found), *shown]

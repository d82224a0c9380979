# SPDX-License-Identifier: BSL-1.0
"""Steps that ranks share: docs/results/cluster.json. Ranks have one thread each, on this machine or
on two that network namespaces make of it, whose cable is limited to a rate (tests/cluster/mpirun.py)."""

import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable

from .context import ROOT, Context
from .measure_recipes import train

sys.path.insert(0, str(ROOT / "tests/cluster"))
import mpirun  # noqa: E402: its folder is known only now

NETWORKS = ("digits", "resnet8")
RATES = (1, 10)  # Gb/s
MINIBATCHES = 4
STEPS, WARM_UP = 16, 4
ROUNDS = 3
SMALL = 256  # floats whose exchange takes as long as that of none

Starter = Callable[..., list]  # the command that starts a command as ranks


OF_RANKS = [f"{name}={value}" for name, value in mpirun.environment().items()
            if name.startswith("OMPI_")]


def here(ranks: int) -> Starter:
    return lambda *command: ["env", *OF_RANKS, *mpirun.MPIRUN, "-n", str(ranks), *command]


def step_seconds(context: Context, start: Starter | None, network: str,
                 minibatches: int) -> list[float]:
    """Of each step of one run, but the first ones."""
    command = [str(context.program("typenet")), "train", "--network", network, "--data",
               context.data(network), "--validation", "0", "--threads", "1", "--steps", str(STEPS),
               "--accumulate", str(minibatches), "--log-every", "1"]
    events = train(start(*command) if start else command)
    return [event["ms"] / 1e3 for event in events if event["event"] == "step"][WARM_UP:]


def exchanges(context: Context, start: Starter, floats: list[int]) -> dict[int, dict]:
    """Medians, in seconds, of our exchange and of MPI_Allreduce in turn with it."""
    said = subprocess.run([*start(str(context.program("bench_exchange")), "15", *map(str, floats))],
                          check=True, capture_output=True, text=True).stdout
    found = {}
    for line in map(json.loads, said.splitlines()):
        found[line["floats"]] = {name: statistics.median(line[f"{name}_ms"]) / 1e3
                                 for name in ("exchange", "allreduce")}
    return found


def parameters(context: Context, network: str) -> int:
    described = subprocess.run([context.program("typenet"), "describe", "--json", "--network",
                                network], check=True, capture_output=True, text=True).stdout
    return json.loads(described)["parameters"]


def measure(context: Context) -> dict:
    if not context.program("bench_exchange").exists():
        raise RuntimeError("the build has no MPI: expected bench_exchange beside the other programs")
    floats = {network: parameters(context, network) for network in NETWORKS}
    sizes = [SMALL, *floats.values()]
    with tempfile.TemporaryDirectory() as folder:
        machines = mpirun.Machines(folder)
        try:
            if machines.why_not:
                raise RuntimeError(machines.why_not)
            between = lambda *command: ["env", *OF_RANKS, *machines.command(*command)]  # noqa: E731
            links = [{"name": "one machine", "gbit": None, "floats": exchanges(context, here(2),
                                                                               sizes)},
                     {"name": "two machines", "gbit": None, "floats": exchanges(context, between,
                                                                                sizes)}]
            cases = [(network, None, ranks, MINIBATCHES) for network in NETWORKS
                     for ranks in (1, 2, 4)]
            cases += [(network, None, 1, 2) for network in NETWORKS]
            cases += [(network, rate, 2, 2) for rate in RATES for network in NETWORKS]
            times: dict[tuple, list[float]] = {case: [] for case in cases}
            for rate in RATES:
                machines.limit(rate * 10**9)
                links.append({"name": "two machines", "gbit": rate,
                              "floats": exchanges(context, between, sizes)})
            for _ in range(ROUNDS):
                for case in cases:
                    network, rate, ranks, minibatches = case
                    if rate:
                        machines.limit(rate * 10**9)
                    start = between if rate else here(ranks) if ranks > 1 else None
                    times[case] += step_seconds(context, start, network, minibatches)
        finally:
            machines.remove()
    steps = [{"network": network, "gbit": rate, "ranks": ranks, "minibatches": minibatches,
              "median_s": round(statistics.median(found), 6), "min_s": round(min(found), 6)}
             for (network, rate, ranks, minibatches), found in times.items()]
    return {"batch": 128, "floats": floats, "small": SMALL, "links": links, "steps": steps}

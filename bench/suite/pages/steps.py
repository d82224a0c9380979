# SPDX-License-Identifier: BSL-1.0
"""Steps and inference beside the peers, as tables and as bars."""

from . import charts
from .markdown import figures, table, threads

WORK = {"train": "training step", "infer": "inference"}


def words(row: dict) -> str:
    network = "" if row["network"] == "digits" else f"`{row['network']}`, "
    return f"{network}{WORK[row['work']]}, batch {row['batch']}, {threads(row['threads'])}"


def time(one: dict) -> str:
    return f"{figures(one['median_ms'])} ({figures(one['min_ms'])})"


def table_of(rows: list[dict]) -> list[str]:
    """A line for each case; typenet built for less than the machine has gets a line of its own."""
    peers = dict.fromkeys(one["name"] for row in rows for one in row["contenders"]
                          if not one["name"].startswith("typenet"))
    versions = {one["name"]: one["version"] for row in rows for one in row["contenders"]}
    lines = []
    for row in rows:
        by_name = {one["name"]: one for one in row["contenders"]}
        for name, ours in by_name.items():
            if not name.startswith("typenet"):
                continue
            variant = name.removeprefix("typenet")
            lines.append([words(row) + variant, time(ours),
                          *(time(by_name[peer]) if peer in by_name else "" for peer in peers),
                          f"{ours['ratio']:.2f}" if "ratio" in ours else ""])
    return ["Milliseconds, median (least); the ratio is to the faster peer, of rounds in turn:", "",
            *table(["case", "typenet", *(f"{peer} {versions[peer]}" for peer in peers), "ratio"],
                   lines)]


def bars(rows: list[dict], title: str) -> str:
    return charts.bars(title, [(f"{row['network'] + ', ' if row['network'] != 'digits' else ''}"
                                f"{'train' if row['work'] == 'train' else 'infer'}, batch "
                                f"{row['batch']}, {threads(row['threads'])}",
                                [(one["name"], one["median_ms"]) for one in row["contenders"]])
                               for row in rows], "ms")

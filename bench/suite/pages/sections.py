# SPDX-License-Identifier: BSL-1.0
"""The sections of docs/benchmarks.md. Each takes all results and gives its lines and its pictures,
by name; a section whose results are missing is left out."""

from . import charts, cluster_tables, recipe_tables, steps
from .markdown import figures, percent, picture, provenance, table, threads

Section = tuple[list[str], dict[str, str]]


def bandwidth(peaks: dict, size: float, count: int = 1) -> float:
    """GB/s of the smallest measured block that holds so many bytes."""
    reads = [read for read in peaks["read"] if read["threads"] == count]
    return next((read["gb_per_s"] for read in reads if read["bytes"] >= size),
                reads[-1]["gb_per_s"])


def roofline_ms(peaks: dict, row: dict) -> float:
    """The time below which the layers as they are written cannot go, by the machine's peaks."""
    computing = 2 * row["multiply_adds"] / (peaks["gflops"]["1"] * 1e6)
    moving = row["bytes"] / (bandwidth(peaks, row["bytes"]) * 1e6)
    return max(computing, moving)


def peaks(results: dict) -> Section:
    found = results["peaks"]
    counts = sorted(found["gflops"], key=int)
    sizes = sorted({read["bytes"] for read in found["read"]})
    rows = [["multiply-adds in registers, GFLOP/s",
             *(f"{found['gflops'][count]:,.0f}" for count in counts)]]
    for size in sizes:
        name = f"{size >> 20} MiB" if size >= 1 << 20 else f"{size >> 10} KiB"
        rows.append([f"reading {name} a thread, GB/s",
                     *(f"{read['gb_per_s']:.0f}" for count in counts for read in found["read"]
                       if read["bytes"] == size and read["threads"] == int(count))])
    return (["What the machine can do at most, by `bench/peaks.cpp`:", "",
             *table(["", *(threads(int(count)) for count in counts)], rows)], {})


def step(results: dict) -> Section:
    found = results["step"]
    lines = [f"The network of the README on {found['data']}, the modern recipe with its dropout "
             "and shifts, after 100 steps. PyTorch has channels-last memory and the fused Adam, "
             "TensorFlow runs the notebook's graph, all in float32; in each round each of them has "
             "its turn.", "", *steps.table_of(found["rows"])]
    lines += [*second_thread(found["rows"]), *dense_share(results)]
    return lines + picture("Bars of the times in the table", "step"), {
        "step": steps.bars(found["rows"], "A step beside the peers")}


def second_thread(rows: list[dict]) -> list[str]:
    """How many times as fast two threads are as one."""
    times = {(row["network"], row["batch"], row["work"], row["threads"]):
             {one["name"]: one["median_ms"] for one in row["contenders"]} for row in rows}
    names = list(dict.fromkeys(name for (*_, count), row in times.items() if count == 1
                               for name in row))
    lines = []
    for (network, batch, work, count), one in times.items():
        two = times.get((network, batch, work, 2))
        if count == 1 and two:
            lines.append([f"{steps.WORK[work]}, batch {batch}",
                          *(f"{one[name] / two[name]:.2f}" if one.keys() & two.keys() >= {name}
                            else "" for name in names)])
    return ["", "How many times as fast two threads are as one:", "",
            *table(["", *names], lines)] if lines else []


def dense_share(results: dict) -> list[str]:
    """The step against the time of all its multiply-adds at the peak."""
    if not {"peaks", "stages"} <= results.keys():
        return []
    work = sum(row["multiply_adds"] for row in results["stages"]["rows"])
    rows = []
    for row in results["step"]["rows"]:
        gflops = results["peaks"]["gflops"].get(str(row["threads"]))
        if (row["batch"], row["work"]) == (results["stages"]["batch"], "train") and gflops:
            dense = 2 * work / (gflops * 1e6)
            rows.append([threads(row["threads"]), figures(dense),
                         f"{row['contenders'][0]['median_ms'] / dense:.2f}"])
    return ["", "A training step of 128 images against all its multiply-adds at the peak:", "",
            *table(["", "dense roofline, ms", "step / roofline"], rows)] if rows else []


def stages(results: dict) -> Section:
    found = results["stages"]
    rows, shares = [], []
    for row in found["rows"]:
        limit = roofline_ms(results["peaks"], row)
        share = limit / row["median_ms"]
        rows.append([f"`{row['stage']}`, {row['way']}", f"{row['multiply_adds'] / 1e6:,.0f}",
                     f"{row['bytes'] / 2**20:.1f}", figures(limit), steps.time(row),
                     percent(share, 0), f"{row['error']:.0e}" if "error" in row else ""])
        shares.append((f"{row['stage']}, {row['way']}", share))
    return (["Each stage of the plan in real training, batch 128, one thread. The roofline is the "
             "larger of two times: all multiply-adds of the layers as they are written at the "
             "peak, and the bytes that must move at least at the speed of a block of that size. "
             "What transforms or skips zeros can go beyond it. Errors are the largest differences "
             "from the layers' references in `double`, as shares of a tensor's largest number.", "",
             *table(["stage", "million multiply-adds", "MiB", "roofline, ms",
                     "median (least), ms", "share", "error"], rows),
             *picture("Bars of each stage's share of its roofline", "stages"),
             *(line for other in found.get("others", []) for line in stage_times(other))],
            {"stages": charts.shares("Stages as shares of their rooflines", shares)})


def stage_times(found: dict) -> list[str]:
    """Where the time of another network's step goes."""
    rows = found["rows"]
    step_ms = sum(row["median_ms"] for row in rows)
    forward, backward = rows[0::2], rows[1::2]
    return ["", f"`{found['network']}`, {figures(step_ms)} ms in all:", "",
            *table(["stage", "forward, ms", "backward, ms", "share of the step"],
                   [[f"`{one['stage']}`", figures(one["median_ms"]), figures(other["median_ms"]),
                     percent((one["median_ms"] + other["median_ms"]) / step_ms, 0)]
                    for one, other in zip(forward, backward, strict=True)])]


def networks(results: dict) -> Section:
    rows = results["networks"]["rows"]
    return (["[typenet's networks](networks.md), and `mlp` of dense layers only "
             "(`bench/networks.hpp`), all with Adam. Training is beside PyTorch, inference beside "
             "ONNX Runtime.", "", *steps.table_of(rows),
             *picture("Bars of the times in the table", "networks")],
            {"networks": steps.bars(rows, "Other networks beside the peers")})


GROWTH = {"batch": "images a step",
          "width": "times as many filters and units in each layer but the last",
          "depth": "more convolutions of 3x3 with 64 filters before the second pooling"}


def growth(results: dict) -> Section:
    found = results["growth"]
    lines = [f"The digits network trains on {found['data']}, {threads(found['threads'])}: step by "
             "step larger in one way, a minibatch of 128 images unless it is the batch that grows. "
             "Memory is the most that the process has had at once, warming up, beyond what it had "
             "when the data was read and the network not yet built; pages of the program's and its "
             "libraries' files do not count."]
    pictures = {}
    for curve in found["curves"]:
        rows = curve["rows"]
        names = [one["name"] for one in rows[0]["contenders"]]
        units = {"ms": "median_ms", "MiB": "mebibytes"}
        values = {unit: {name: [(row["size"], one[key]) for row in rows
                                for one in row["contenders"] if one["name"] == name]
                         for name in names} for unit, key in units.items()}
        cells = [[str(row["size"]), *(figures(values[unit][name][at][1]) for unit in units
                                      for name in names),
                  f"{ratio:.2f}" if (ratio := row["contenders"][0].get("ratio")) else ""]
                 for at, row in enumerate(rows)]
        title = f"Time and memory of a step over the {curve['of']}"
        name = f"growth_{curve['of']}"
        lines += ["", f"The {curve['of']}, {GROWTH[curve['of']]}:", "",
                  *table([curve["of"], *(f"{one}, {unit}" for unit in units for one in names),
                          "ratio of times"], cells), *picture(f"{title}: curves", name)]
        pictures[name] = charts.curves(title, curve["of"], values)
    return lines, pictures


def neighbours(results: dict) -> Section:
    found = results["neighbours"]
    return ([f"Two programs that train at once on two cores, each with {found['threads']} threads, "
             f"batch {found['batch']}; milliseconds a step, median (least):", "",
             *table(["", "alone", "side by side", "times as long"],
                    [[row["name"], steps.time(row["alone"]), steps.time(row["together"]),
                      f"{row['times']:.2f}"] for row in found["rows"]])], {})


def latency(results: dict) -> Section:
    found = results["latency"]["rows"]
    keys = ["p50_ms", "p90_ms", "p99_ms", "p99.9_ms", "max_ms"]
    rows = [[f"{steps.WORK[row['work']]}, {row['name']}", f"{row['steps']:,}",
             *(figures(row[key]) for key in keys), f"{row['p99.9_ms'] / row['p50_ms']:.2f}"]
            for row in found]
    lines = ["A single image on one thread, milliseconds:", "",
             *table(["", "steps", "p50", "p90", "p99", "p99.9", "most", "p99.9 / p50"], rows)]
    pictures = {}
    for work in dict.fromkeys(row["work"] for row in found):
        name = f"latency_{work}"
        title = f"How long each {steps.WORK[work]} took"
        pictures[name] = charts.histogram(
            title, [(row["name"], row["histogram"], row["max_ms"]) for row in found
                    if row["work"] == work], 1.05)
        lines += picture(f"{title}: a histogram", name)
    return lines, pictures


def notebook_run(results: dict) -> Section:
    found = results["notebook_run"]
    seconds = {row["name"]: row["median_s"] for row in found["rows"]}
    rows = [[row["name"], f"{row['median_s']:.1f} ({row['min_s']:.1f})",
             f"{row['median_s'] / seconds['TensorFlow']:.2f}" if "TensorFlow" in seconds else ""]
            for row in found["rows"]]
    return ([f"The notebook's {found['steps']} steps with all its reports on {found['data']}, "
             f"{found['threads']} threads, from the start of the process to its end:", "",
             *table(["", "seconds, median (least)", "share of TensorFlow's"], rows)], {})


def compile_cost(results: dict) -> Section:
    found = results["compile"]
    units = [[f"`{one['network']}`", f"{one['seconds']:.1f}", f"{one['processor_seconds']:.1f}",
              f"{one['peak_mib']:,}"] for one in found["units"]]
    rows = [[row["compiler"], f"{row['networks']} of {row['layers']}", f"{row['named_ms']:,.0f}",
             f"{row['checked_ms']:,.0f}",
             f"{(row['checked_ms'] - row['named_ms']) / (row['networks'] * row['layers']):.2f}",
             str(row["lines_when_wrong"])] for row in found["checks"]]
    return (["The program's translation unit of each network, in `src/networks`; no recipe and no "
             "option of the command line is in it.", "",
             *table(["network", "seconds", "of processor time", "most memory, MiB"], units), "",
             "Checking networks, every second layer a convolution of its own type; processor time, "
             "milliseconds. The error of a wrong one is as long at any depth.", "",
             *table(["compiler", "networks of layers", "named only", "checked", "check of a layer",
                     "lines when wrong"], rows)], {})


def cluster(results: dict) -> Section:
    found = results["cluster"]
    return (["[Several processes](cluster.md#what-to-expect) has what ranks that share a step take.", "",
             *cluster_tables.on_one_machine(found)], cluster_tables.pictures(found))


def accuracy(results: dict) -> Section:
    lines = recipe_tables.accuracy(results["accuracy"])
    return ["[The recipes](recipes.md#for-the-clock) have what is trained and how.", "", *lines], {}


SECTIONS = {
    "peaks": ("The machine", peaks), "step": ("A step beside the peers", step),
    "stages": ("Stage by stage", stages), "networks": ("Other networks", networks),
    "growth": ("As it grows", growth),
    "neighbours": ("Side by side", neighbours), "latency": ("Latency", latency),
    "notebook_run": ("The whole notebook", notebook_run),
    "accuracy": ("Accuracy per second", accuracy), "cluster": ("Several ranks", cluster),
    "compile": ("What it costs to compile",
                                                               compile_cost)}
HEAD = """# Benchmarks

`./run bench` measures all of this and writes this page and its pictures from the files in
[results](results/). Smaller is better unless a line says otherwise.
"""


def page(results: dict[str, dict]) -> tuple[str, dict[str, str]] | None:
    """The page and its pictures, or nothing if nothing was measured."""
    parts, pictures = [HEAD], dict[str, str]()
    for name, (title, section) in SECTIONS.items():
        if name not in results or (name == "stages" and "peaks" not in results):
            continue
        lines, drawn = section(results)
        pictures |= drawn
        text = "\n".join(lines).strip("\n")
        parts.append(f"## {title}\n\n{text}\n\n{provenance(results[name])}\n")
    return ("\n".join(parts), pictures) if len(parts) > 1 else None

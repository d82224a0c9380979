# SPDX-License-Identifier: BSL-1.0
"""Training steps and inference beside the peers: the digits network, then other networks."""

import pathlib
from typing import NamedTuple

from .context import Context
from .rounds import flat, interleave, ratio, summary
from .servers import Server

PEERS = {"train": ("PyTorch", "TensorFlow"), "infer": ("PyTorch", "ONNX Runtime")}


class Case(NamedTuple):
    network: str
    batch: int
    work: str
    threads: int

    def words(self) -> str:
        threads = "1 thread" if self.threads == 1 else f"{self.threads} threads"
        return f"{self.network}, {self.work}, batch {self.batch}, {threads}"


DIGITS = [Case("digits", batch, work, threads)
          for work, batches in (("train", (128, 32, 1)), ("infer", (128, 1)))
          for batch in batches for threads in (1, 2)]
QUICK = [case for case in DIGITS if case.batch != 32 and case.threads == 1] + [
    Case("digits", 128, "train", 2)]
OTHERS = [Case(network, 128, "train", threads)
          for network in ("resnet8", "vgg_small", "ds_cnn", "mobilenet_v1", "autoencoder", "lenet5",
                          "mlp")
          for threads in (1, 2)] + [
    Case(network, batch, "infer", 1) for network in ("resnet8", "ds_cnn") for batch in (128, 1)]


def has_avx2(context: Context) -> bool:
    """Whether the build for less than the newest machines is there, and runs."""
    return (context.program("bench_digits_128_avx2").exists()
            and " avx2 " in pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8"))


def memory_of(server: Server) -> dict:
    """What the network and its training have needed; not of every peer."""
    found = server.about.get("mebibytes")
    return {} if found is None else {"mebibytes": round(found, 1)}


def measure_case(context: Context, case: Case, peers: tuple[str, ...], *, avx2: bool = False,
                 rounds: int = 0) -> dict:
    servers = {"typenet": context.typenet(*case)}
    if avx2:
        servers["typenet, AVX2"] = context.typenet(*case, variant="_avx2")
    for peer in peers:
        if server := context.peer(peer, *case):
            servers[peer] = server
    try:
        times = interleave(servers, rounds or context.rounds, context.slice_seconds)
        row = {**case._asdict(), "contenders": [
            {"name": name, "version": server.about["version"], **memory_of(server),
             **summary(flat(times[name]))}
            for name, server in servers.items()]}
    finally:
        for server in servers.values():
            server.close()
    rivals = [one for one in row["contenders"] if not one["name"].startswith("typenet")]
    if rivals:
        faster = min(rivals, key=lambda one: one["median_ms"])["name"]
        row["faster_peer"] = faster
        for one in row["contenders"]:
            if one["name"].startswith("typenet"):
                one["ratio"] = ratio(times[one["name"]], times[faster])
    told = ", ".join(f"{one['name']} {one['median_ms']:.2f} ms" for one in row["contenders"])
    print(f"  {case.words()}: {told}", flush=True)
    return row


def measure(context: Context) -> dict:
    cases = QUICK if context.quick else DIGITS
    return {"data": context.data_name,
            "rows": [measure_case(context, case, PEERS[case.work], avx2=has_avx2(context)
                                  and case == Case("digits", 128, "train", 2))
                     for case in cases]}


def measure_others(context: Context) -> dict:
    cases = [case for case in OTHERS
             if not context.quick or (case.threads == 2 and case.network in ("resnet8", "mlp"))]
    return {"rows": [measure_case(context, case, {"train": ("PyTorch",), "infer": ("ONNX Runtime",)}
                                  [case.work]) for case in cases]}

# SPDX-License-Identifier: BSL-1.0
"""What every measurement needs to know: programs, data, peers, and how long it may take."""

import dataclasses
import os
import pathlib
import subprocess

from . import peers
from .servers import Server

ROOT = pathlib.Path(__file__).resolve().parents[2]
MNIST = "train-images-idx3-ubyte"


@dataclasses.dataclass
class Context:
    build: pathlib.Path  # the folder that CMake built into
    quick: bool
    pythons: dict[str, str]  # peer → a Python that has it
    gray_data: str  # folders of IDX files: 28 x 28 x 1 and 32 x 32 x 3
    colour_data: str
    data_name: str
    seeds: int = 10

    @property
    def warm_up(self) -> int:
        """Steps until sparsity is what training gives."""
        return 100

    @property
    def rounds(self) -> int:
        return 3 if self.quick else 10

    @property
    def slice_seconds(self) -> float:
        """How long one turn lasts."""
        return 0.25 if self.quick else 0.5

    def program(self, name: str) -> pathlib.Path:
        return self.build / "bin" / name

    def data(self, network: str) -> str:
        return self.colour_data if network == "stack" else self.gray_data

    def typenet(self, network: str, batch: int, work: str, threads: int, variant="") -> Server:
        program = self.program(f"bench_{network}_{batch}{variant}")
        return Server([program, work, threads, self.data(network), self.warm_up])

    def peer(self, name: str, network: str, batch: int, work: str, threads: int) -> Server | None:
        """A peer's server, or nothing where it is not installed. Few steps warm it: its times do
        not depend on what the data holds."""
        if name not in self.pythons:
            return None
        script = ROOT / "bench/peers" / f"{peers.MODULES[name]}_steps.py"
        return Server([self.pythons[name], script, network, batch, work, threads,
                       self.data(network), 10 if batch > 1 else 100])


def make(build: pathlib.Path, quick: bool, data: str | None, pythons: list[str],
         seeds: int) -> Context:
    """Finds data and peers; without MNIST the built-in digits stand in, and are written once."""
    gray = data or os.environ.get("TYPENET_DATA")
    name = "MNIST" if gray else "the built-in digits"
    if not gray:
        gray = str(written_digits(build, "gray", 28, 1, 55000))
    colour = str(written_digits(build, "colour", 32, 3, 10000))
    return Context(build, quick, peers.find(pythons), gray, colour, name, seeds)


def written_digits(build: pathlib.Path, name: str, side: int, channels: int,
                   images: int) -> pathlib.Path:
    folder = build / "digits" / name
    if not (folder / MNIST).exists():
        subprocess.run([build / "bin/bench_write_digits", folder, str(side), str(channels),
                        str(images)], check=True)
    return folder

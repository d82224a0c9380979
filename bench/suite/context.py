# SPDX-License-Identifier: BSL-1.0
"""What every measurement needs to know: programs, data, peers, and how long it may take."""

import dataclasses
import os
import pathlib
import subprocess

from . import peers
from .servers import Server

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Height, width, channels, classes and training images of the built-in digits that other networks
# learn; with 0 classes they are rows of values.
GRAY = (28, 28, 1, 10, 55000)
COLOUR = (32, 32, 3, 10, 5000)
DIGITS = {"resnet8": COLOUR, "vgg_small": COLOUR, "ds_cnn": (49, 10, 1, 12, 5000),
          "mobilenet_v1": (96, 96, 3, 2, 1000), "autoencoder": (20, 32, 1, 0, 5000)}


@dataclasses.dataclass
class Context:
    build: pathlib.Path  # the folder that CMake built into
    quick: bool
    pythons: dict[str, str]  # peer → a Python that has it
    gray_data: str  # a folder of IDX files, 28 x 28 x 1
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
        return written_digits(self.build, DIGITS[network]) if network in DIGITS else self.gray_data

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
    """Finds data and peers; without MNIST the built-in digits stand in."""
    gray = data or os.environ.get("TYPENET_DATA")
    return Context(build, quick, peers.find(pythons), gray or written_digits(build, GRAY),
                   "MNIST" if gray else "the built-in digits", seeds)


def written_digits(build: pathlib.Path, kind: tuple[int, ...]) -> str:
    """A folder of them, which is written once."""
    folder = build / "digits" / "x".join(str(number) for number in kind)
    if not folder.exists():
        unfinished = folder.with_suffix(".part")
        subprocess.run([build / "bin/bench_write_digits", unfinished, *map(str, kind)], check=True)
        unfinished.rename(folder)
    return str(folder)

# SPDX-License-Identifier: BSL-1.0
"""Reads a folder of IDX files, and walks through them in shuffled minibatches."""

import gzip
import pathlib
from collections.abc import Iterator

import numpy as np

VALIDATION = 5000  # images at the start of the training files that nothing trains on


def read(folder: str, name: str) -> np.ndarray:
    """One file, plain or .gz, as bytes in its own shape."""
    plain = pathlib.Path(folder) / name
    packed = pathlib.Path(f"{plain}.gz")
    data = plain.read_bytes() if plain.exists() else gzip.decompress(packed.read_bytes())
    shape = np.frombuffer(data, ">u4", data[3], 4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * data[3]).reshape(shape)


def images(folder: str, part: str) -> np.ndarray:
    """[image][y][x][channel] in [0, 1]; rows of values are images of one pixel."""
    rows = any(pathlib.Path(folder).glob(f"{part}-images-idx2-ubyte*"))
    found = read(folder, f"{part}-images-idx{2 if rows else 3}-ubyte")
    shape = found.shape[:3] if found.ndim > 2 else (len(found), 1, 1)
    return found.reshape(*shape, -1).astype(np.float32) / 255


def labels(folder: str, part: str) -> np.ndarray:
    return read(folder, f"{part}-labels-idx1-ubyte").astype(np.int64)


def training_part(folder: str, without: int = VALIDATION) -> tuple[np.ndarray, np.ndarray]:
    return images(folder, "train")[without:], labels(folder, "train")[without:]


def minibatches(folder: str, size: int, seed: int = 1) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Without end; a minibatch at the end of an epoch takes the start of the next one."""
    pixels, classes = training_part(folder)
    random = np.random.default_rng(seed)
    order = random.permutation(len(pixels))
    while True:
        while len(order) < size:
            order = np.concatenate([order, random.permutation(len(pixels))])
        now, order = order[:size], order[size:]
        yield pixels[now], classes[now]

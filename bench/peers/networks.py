# SPDX-License-Identifier: BSL-1.0
"""The networks of bench/networks.hpp, and typenet::networks::small, for the peers.

A network is the shape of an image, [height, width, channels], and its layers from first to last:
("conv", filters, window, padding), ("relu",), ("pool", window), ("flatten",), ("dense", units) or
("dropout",). The last one gives the logits.
"""

from typing import NamedTuple


class Network(NamedTuple):
    image: tuple[int, int, int]
    layers: list[tuple]


def conv_relu(filters: int, window: int, padding: str = "same") -> list[tuple]:
    return [("conv", filters, window, padding), ("relu",)]


def dense_relu(units: int) -> list[tuple]:
    return [("dense", units), ("relu",)]


POOL = [("pool", 2)]
END = [("dense", 10)]

NETWORKS = {
    "digits": Network((28, 28, 1), [
        *conv_relu(32, 5), *POOL, *conv_relu(64, 5), *POOL,
        ("flatten",), *dense_relu(1024), ("dropout",), *END]),
    "lenet": Network((28, 28, 1), [
        *conv_relu(6, 5, "valid"), *POOL, *conv_relu(16, 5, "valid"), *POOL,
        ("flatten",), *dense_relu(120), *dense_relu(84), *END]),
    "stack": Network((32, 32, 3), [
        *conv_relu(32, 3), *conv_relu(32, 3), *POOL, *conv_relu(64, 3), *conv_relu(64, 3), *POOL,
        ("flatten",), *dense_relu(512), *END]),
    "mlp": Network((28, 28, 1), [("flatten",), *dense_relu(512), *dense_relu(512), *END]),
    "small": Network((28, 28, 1), [
        *conv_relu(16, 5), *POOL, *conv_relu(32, 5), *POOL, ("flatten",), *dense_relu(128), *END]),
}  # fmt: skip


def shapes(network: Network) -> list[tuple[int, ...]]:
    """What goes into each layer, and what comes out of the last: (height, width, channels) or
    (values,)."""
    found: list[tuple[int, ...]] = [network.image]
    for kind, *numbers in network.layers:
        shape = found[-1]
        if kind == "conv":
            filters, window, padding = numbers
            lost = window - 1 if padding == "valid" else 0
            shape = (shape[0] - lost, shape[1] - lost, filters)
        elif kind == "pool":
            shape = (shape[0] // numbers[0], shape[1] // numbers[0], shape[2])
        elif kind == "flatten":
            shape = (shape[0] * shape[1] * shape[2],)
        elif kind == "dense":
            shape = (numbers[0],)
        found.append(shape)
    return found

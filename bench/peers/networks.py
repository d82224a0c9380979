# SPDX-License-Identifier: BSL-1.0
"""The networks of bench/networks.hpp, and typenet::networks::small, for the peers.

A network is the shape of an image, [height, width, channels], its layers from first to last, and
whether it is a classifier; else it learns to give its input. A layer is

    ("conv", filters, (height, width) of its window, stride, "same" or "valid"),
    ("depthwise", (height, width), stride), ("dense", units), ("batch_norm",), ("relu",),
    ("pool", window), ("average",) over the whole image, ("flatten",), ("dropout",) or
    ("residual", layers, layers of the shortcut).

The last one gives the logits, or the values.
"""

from typing import NamedTuple


class Network(NamedTuple):
    image: tuple[int, int, int]
    layers: list[tuple]
    classifies: bool = True


def conv(filters: int, window: int | tuple[int, int], stride: int = 1, padding: str = "same"):
    both = window if isinstance(window, tuple) else (window, window)
    return ("conv", filters, both, stride, padding)


def conv_relu(filters: int, window: int, padding: str = "same") -> list[tuple]:
    return [conv(filters, window, 1, padding), ("relu",)]


def dense_relu(units: int) -> list[tuple]:
    return [("dense", units), ("relu",)]


def normalised(layer: tuple) -> list[tuple]:
    return [layer, ("batch_norm",), ("relu",)]


def separable(filters: int, stride: int = 1) -> list[tuple]:
    return [*normalised(("depthwise", (3, 3), stride)), *normalised(conv(filters, 1))]


def link(filters: int, stride: int = 1) -> list[tuple]:
    branch = [*normalised(conv(filters, 3, stride)), conv(filters, 3), ("batch_norm",)]
    return [("residual", branch, [conv(filters, 1, stride)] if stride > 1 else []), ("relu",)]


def pair(filters: int) -> list[tuple]:
    return [*normalised(conv(filters, 3)), *normalised(conv(filters, 3)), *POOL]


POOL = [("pool", 2)]
END = [("dense", 10)]


def digits(width: int = 1, depth: int = 0) -> Network:
    return Network((28, 28, 1), [
        *conv_relu(32 * width, 5), *POOL, *conv_relu(64 * width, 5), *conv_relu(64, 3) * depth,
        *POOL, ("flatten",), *dense_relu(1024 * width), ("dropout",), *END])


MOBILE = [(16, 1), (32, 2), (32, 1), (64, 2), (64, 1), (128, 2), *[(128, 1)] * 5, (256, 2), (256, 1)]

NETWORKS = {
    "digits": digits(),
    **{f"digits_wide{width}": digits(width=width) for width in (2, 4)},
    **{f"digits_deep{depth}": digits(depth=depth) for depth in (1, 2, 3)},
    "lenet5": Network((28, 28, 1), [
        *conv_relu(6, 5), *POOL, *conv_relu(16, 5, "valid"), *POOL,
        ("flatten",), *dense_relu(120), *dense_relu(84), *END]),
    "resnet8": Network((32, 32, 3), [
        *normalised(conv(16, 3)), *link(16), *link(32, 2), *link(64, 2), ("average",), *END]),
    "vgg_small": Network((32, 32, 3), [
        *pair(32), *pair(64), *pair(128),
        ("flatten",), *dense_relu(128), ("dropout",), *END]),
    "ds_cnn": Network((49, 10, 1), [
        *normalised(conv(64, (10, 4), 2)), ("dropout",), *separable(64) * 4,
        ("dropout",), ("average",), ("dense", 12)]),
    "mobilenet_v1": Network((96, 96, 3), [
        *normalised(conv(8, 3, 2)), *(layer for numbers in MOBILE for layer in separable(*numbers)),
        ("average",), ("dense", 2)]),
    "autoencoder": Network((1, 1, 640), [
        ("flatten",), *(layer for units in (*[128] * 4, 8, *[128] * 4)
                        for layer in normalised(("dense", units))), ("dense", 640)], False),
    "mlp": Network((28, 28, 1), [("flatten",), *dense_relu(512), *dense_relu(512), *END]),
    "small": Network((28, 28, 1), [
        *conv_relu(16, 5), *POOL, *conv_relu(32, 5), *POOL, ("flatten",), *dense_relu(128), *END]),
}  # fmt: skip


def after(shape: tuple[int, ...], layer: tuple) -> tuple[int, ...]:
    """What a layer makes of (height, width, channels) or (values,)."""
    kind, *numbers = layer
    if kind == "conv":
        filters, (height, width), stride, padding = numbers
        lost = (height - 1, width - 1) if padding == "valid" else (0, 0)
        return (-(-(shape[0] - lost[0]) // stride), -(-(shape[1] - lost[1]) // stride), filters)
    if kind == "depthwise":
        return (-(-shape[0] // numbers[1]), -(-shape[1] // numbers[1]), shape[2])
    if kind == "pool":
        return (-(-shape[0] // numbers[0]), -(-shape[1] // numbers[0]), shape[2])
    if kind == "residual":
        return shapes(shape, numbers[0])[-1]
    if kind == "average":
        return (shape[2],)
    if kind == "flatten":
        return (shape[0] * shape[1] * shape[2],)
    return (numbers[0],) if kind == "dense" else shape


def shapes(shape: tuple[int, ...], layers: list[tuple]) -> list[tuple[int, ...]]:
    """What goes into each layer, and what comes out of the last."""
    found = [shape]
    for layer in layers:
        found.append(after(found[-1], layer))
    return found

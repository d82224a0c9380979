# SPDX-License-Identifier: BSL-1.0
"""A network in PyTorch with what makes it fast in float32 on a CPU: channels-last memory and the
fused Adam."""

from collections.abc import Callable

import torch
from networks import Network, after, shapes
from torch import nn


class Residual(nn.Module):
    def __init__(self, branch: nn.Module, shortcut: nn.Module) -> None:
        super().__init__()
        self.branch, self.shortcut = branch, shortcut

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.branch(x) + self.shortcut(x)


def padding(length: int, out: int, window: int, stride: int) -> int:
    """Alike on both sides, which PyTorch does fast; where TensorFlow's `same` has a zero more behind
    than before, values differ, and the work is the same."""
    return max(0, -(-((out - 1) * stride + window - length) // 2))


def window_of(shape: tuple[int, ...], layer: tuple, window: tuple[int, int], stride: int) -> dict:
    out = after(shape, layer)
    return {"kernel_size": window, "stride": stride,
            "padding": tuple(padding(shape[i], out[i], window[i], stride) for i in (0, 1))}


def module(layer: tuple, shape: tuple[int, ...]) -> nn.Module:
    kind, *numbers = layer
    if kind == "conv":
        filters, window, stride, _ = numbers
        return nn.Conv2d(shape[2], filters, **window_of(shape, layer, window, stride))
    if kind == "depthwise":
        return nn.Conv2d(shape[2], shape[2], groups=shape[2],
                         **window_of(shape, layer, *numbers))
    if kind == "batch_norm":
        normalisation = nn.BatchNorm2d if len(shape) == 3 else nn.BatchNorm1d
        return normalisation(shape[-1], eps=1e-3)
    if kind == "residual":
        return Residual(*(sequence(part, shape) for part in numbers))
    if kind == "average":
        return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())
    if kind == "pool":
        return nn.MaxPool2d(numbers[0], ceil_mode=True)
    if kind == "dense":
        return nn.Linear(shape[0], numbers[0])
    return {"relu": nn.ReLU, "flatten": nn.Flatten, "dropout": lambda: nn.Dropout(0.25)}[kind]()


def sequence(layers: list[tuple], shape: tuple[int, ...]) -> nn.Sequential:
    return nn.Sequential(*(module(layer, before) for layer, before
                           in zip(layers, shapes(shape, layers), strict=False)))


def build(network: Network) -> nn.Sequential:
    return sequence(network.layers, network.image).to(memory_format=torch.channels_last)


def to_tensor(images) -> torch.Tensor:
    """[image][y][x][channel] as channels-last memory, which it is already."""
    return torch.from_numpy(images).permute(0, 3, 1, 2)


def training_step(model: nn.Module, optimizer: torch.optim.Optimizer,
                  judge: nn.Module) -> Callable:
    """Reads the loss, since typenet's step returns it too."""
    values = isinstance(judge, nn.MSELoss)  # an autoencoder's targets are its images
    model.train()

    def step(images: torch.Tensor, labels: torch.Tensor) -> float:
        optimizer.zero_grad(set_to_none=True)
        loss = judge(model(images), images.flatten(1) if values else labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def adam(model: nn.Module, rate: float) -> torch.optim.Optimizer:
    return torch.optim.Adam(model.parameters(), lr=rate, fused=True)

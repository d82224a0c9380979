# SPDX-License-Identifier: BSL-1.0
"""typenet's recipe `cifar` in PyTorch: ResNet-8 as docs/networks.md has it, one cycle to 0.2 with
Nesterov's momentum, weight decay on weights alone, flips and shifts by reflection.

usage: pytorch_cifar.py FOLDER THREADS SEED EPOCHS [STEPS]; FOLDER has CIFAR-10's data_batch_1.bin to
data_batch_5.bin, of which the last one is the test. Prints one JSON object: the accuracy there, and the
median milliseconds of a step, its minibatch not counted. STEPS ends the run earlier.
"""

import json
import math
import pathlib
import statistics
import sys
import time

import numpy
import torch
from torch import nn
from torch.nn import functional

BATCH, RATE, SHIFT = 128, 0.2, 4


class Block(nn.Module):
    """A residual link; where it has a stride, a convolution of 1x1 stands on the way of what is
    added. Padding is TensorFlow's `same`: with a stride of 2 one zero below and to the right."""

    def __init__(self, into: int, out: int, stride: int) -> None:
        super().__init__()
        self.stride = stride
        self.first = nn.Conv2d(into, out, 3, stride, padding=0 if stride > 1 else 1)
        self.norm1 = nn.BatchNorm2d(out, eps=1e-3, momentum=0.01)
        self.second = nn.Conv2d(out, out, 3, padding=1)
        self.norm2 = nn.BatchNorm2d(out, eps=1e-3, momentum=0.01)
        self.shortcut = nn.Conv2d(into, out, 1, stride) if stride > 1 else nn.Identity()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        padded = functional.pad(x, (0, 1, 0, 1)) if self.stride > 1 else x
        y = functional.relu(self.norm1(self.first(padded)))
        return functional.relu(self.norm2(self.second(y)) + self.shortcut(x))


def resnet8() -> nn.Module:
    net = nn.Sequential(nn.Conv2d(3, 16, 3, padding=1),
                        nn.BatchNorm2d(16, eps=1e-3, momentum=0.01), nn.ReLU(), Block(16, 16, 1),
                        Block(16, 32, 2), Block(32, 64, 2), nn.AdaptiveAvgPool2d(1), nn.Flatten(),
                        nn.Linear(64, 10))
    for layer in net.modules():
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)
    return net.to(memory_format=torch.channels_last)


def records(file: pathlib.Path) -> tuple[torch.Tensor, torch.Tensor]:
    all_bytes = torch.from_numpy(numpy.fromfile(file, numpy.uint8).reshape(-1, 3073))
    return all_bytes[:, 1:].reshape(-1, 3, 32, 32).float() / 255, all_bytes[:, 0].long()


def drawn(images: torch.Tensor) -> torch.Tensor:
    """Each image moved by up to SHIFT pixels and, one of two, mirrored."""
    count = len(images)
    around = functional.pad(images, (SHIFT,) * 4, mode="reflect")
    dy, dx = torch.randint(0, 2 * SHIFT + 1, (2, count))
    rows = (dy[:, None] + torch.arange(32))[:, None, :, None]
    columns = dx[:, None] + torch.arange(32)
    mirrored = torch.rand(count) < 0.5
    columns = torch.where(mirrored[:, None], columns.flip(1), columns)[:, None, None, :]
    each = torch.arange(count)[:, None, None, None]
    moved = around[each, torch.arange(3)[None, :, None, None], rows, columns]
    return moved.contiguous(memory_format=torch.channels_last)


def main() -> None:
    folder, threads, seed, epochs, *end = sys.argv[1:]
    torch.set_num_threads(int(threads))
    torch.manual_seed(int(seed))
    parts = [records(pathlib.Path(folder) / f"data_batch_{i}.bin") for i in range(1, 6)]
    images = torch.cat([part[0] for part in parts[:4]])
    labels = torch.cat([part[1] for part in parts[:4]])
    mean, deviation = images.mean((0, 2, 3)), images.std((0, 2, 3))

    def scaled(pictures: torch.Tensor) -> torch.Tensor:
        return (pictures - mean[:, None, None]) / deviation[:, None, None]

    images = scaled(images)
    net = resnet8()
    weights = [p for p in net.parameters() if p.ndim > 1]
    others = [p for p in net.parameters() if p.ndim == 1]
    optimizer = torch.optim.SGD([{"params": weights, "weight_decay": 5e-4},
                                 {"params": others, "weight_decay": 0}],
                                lr=RATE, momentum=0.9, nesterov=True, fused=True)
    steps = math.ceil(float(epochs) * len(images) / BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps,
                                                   cycle_momentum=False)
    order = torch.cat([torch.randperm(len(images)) for _ in range(math.ceil(float(epochs)) + 1)])
    times = []
    net.train()
    for number in range(int(end[0]) if end else steps):
        now = order[number * BATCH:(number + 1) * BATCH]
        batch = drawn(images[now])
        start = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        loss = functional.cross_entropy(net(batch), labels[now])
        loss.backward()
        optimizer.step()
        loss.item()
        times.append(1e3 * (time.perf_counter() - start))
        schedule.step()
    net.eval()
    test, truth = parts[4]
    with torch.inference_mode():
        found = torch.cat([net(scaled(part)).argmax(1) for part in test.split(1000)])
    print(json.dumps({"seed": int(seed), "accuracy": (found == truth).float().mean().item(),
                      "step_milliseconds": statistics.median(times)}))


if __name__ == "__main__":
    main()

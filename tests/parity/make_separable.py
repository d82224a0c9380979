#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""What PyTorch computes, in float64, of a small network of depthwise convolutions and batch norms.

Install:  python3 -m venv venv
          venv/bin/pip install torch==2.13.0 numpy==2.4.6
Run:      venv/bin/python tests/parity/make_separable.py [FOLDER]
Writes:   separable.json: the loss of each of three steps of SGD with momentum, and all parameters
          and running statistics after them.

The network is that of unit/separable_parity_test.cpp. Element i of tensor n, the images being n = 0,
is made of the 32-bit hash of i + n * 0x9E3779B9, as in make_parity.py: u = (hash >> 8) * 2^-24, and
2u - 1 for pixels and weights, (2u - 1) / 8 for biases, beta and running means, 1 + u for gamma and
running variances. Labels are the image's number mod 4. Tensors are in typenet's layouts.
"""

import json
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

IMAGES, STEPS, RATE, MOMENTUM = 6, 3, 0.05, 0.9
TENSORS = [
    ("conv1.weights", (3, 3, 3, 6)), ("batch_norm1.gamma", (6,)), ("batch_norm1.beta", (6,)),
    ("batch_norm1.mean", (6,)), ("batch_norm1.variance", (6,)),
    ("depthwise_conv1.weights", (3, 3, 6, 1)), ("depthwise_conv1.biases", (6,)),
    ("batch_norm2.gamma", (6,)), ("batch_norm2.beta", (6,)), ("batch_norm2.mean", (6,)),
    ("batch_norm2.variance", (6,)), ("depthwise_conv2.weights", (2, 3, 6, 1)),
    ("conv2.weights", (1, 1, 6, 5)), ("conv2.biases", (5,)),
    ("depthwise_conv3.weights", (3, 3, 5, 1)), ("depthwise_conv3.biases", (5,)),
    ("dense1.weights", (5, 4)), ("dense1.biases", (4,)),
]


def unit(number, count):
    x = (np.arange(count, dtype=np.uint64) + number * 0x9E3779B9) & 0xFFFFFFFF
    for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B)):
        x ^= x >> np.uint64(shift)
        x = (x * np.uint64(factor)) & np.uint64(0xFFFFFFFF)
    x ^= x >> np.uint64(16)
    return (x >> np.uint64(8)).astype(np.float64) * 2.0**-24


def made(number, name, shape):
    u = unit(number, int(np.prod(shape)))
    if name.endswith((".gamma", ".variance")):
        u = 1 + u
    elif len(shape) == 1:
        u = (2 * u - 1) / 8
    else:
        u = 2 * u - 1
    return torch.from_numpy(u.reshape(shape))


def logits(t, x):
    def conv(x, name, pads, stride=1):
        w = t[name + ".weights"]
        depthwise = name.startswith("depthwise")
        w = w.permute(2, 3, 0, 1) if depthwise else w.permute(3, 2, 0, 1)
        return F.conv2d(F.pad(x, pads), w, t.get(name + ".biases"), stride,
                        groups=w.shape[0] if depthwise else 1)

    def norm(x, name, stays, epsilon):
        return F.batch_norm(x, t[name + ".mean"], t[name + ".variance"], t[name + ".gamma"],
                            t[name + ".beta"], True, 1 - stays, epsilon)

    x = F.relu(norm(conv(x, "conv1", (1, 1, 1, 1)), "batch_norm1", 0.9, 1e-5))
    # SAME with stride 2: nothing before 8 columns and one zero behind them, one on both sides of 9 rows.
    x = F.relu(norm(conv(x, "depthwise_conv1", (0, 1, 1, 1), 2), "batch_norm2", 0.99, 1e-3))
    x = conv(conv(x, "depthwise_conv2", (1, 1, 1, 1)), "conv2", (0, 0, 0, 0))
    x = F.relu(x + conv(x, "depthwise_conv3", (1, 1, 1, 1)))
    return x.mean((2, 3)) @ t["dense1.weights"] + t["dense1.biases"]


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent
    t = {name: made(i, name, shape) for i, (name, shape) in enumerate(TENSORS, 1)}
    trained = [v.requires_grad_() for k, v in t.items() if not k.endswith((".mean", ".variance"))]
    images = made(0, "images", (IMAGES, 9, 8, 3)).permute(0, 3, 1, 2)
    labels = torch.arange(IMAGES) % 4
    descent = torch.optim.SGD(trained, lr=RATE, momentum=MOMENTUM)
    losses = []
    for _ in range(STEPS):
        descent.zero_grad()
        loss = F.cross_entropy(logits(t, images), labels)
        loss.backward()
        descent.step()
        losses.append(loss.item())
    found = {"images": IMAGES, "rate": RATE, "momentum": MOMENTUM, "losses": losses,
             "tensors": {k: v.detach().flatten().tolist() for k, v in t.items()}}
    (folder / "separable.json").write_text(json.dumps(found, indent=0) + "\n")


if __name__ == "__main__":
    main()

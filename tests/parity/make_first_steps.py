#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Computes, with PyTorch in float64, where the notebook's network is after its first twenty steps
from zero biases: tests/unit/first_steps_test.cpp compares typenet with it.

Install:  as make_parity.py says
Run:      venv/bin/python tests/parity/make_first_steps.py IDX-FOLDER NAME    (ten seconds)
          The folder of the built-in digits comes from `bench_write_digits FOLDER 28 1 1`, that of
          MNIST from `./run fetch-mnist FOLDER`.
Writes:   first_steps_NAME.json to the folder of this script. Prints how far the same run in
          PyTorch's float32 is from float64.

From zero biases an image's blank parts stay exactly 0 up to the first dense layer, so all that is
not 0 there in float32 is noise: it wakes outputs that are dead in truth, and Adam makes full steps
of it. That is why the numbers tell a kernel that is exact there from one that is not.

Minibatches are taken in the order of the files; pixels are bytes / 255 in float32. Initial values
are typenet's own, as include/typenet/network/initial_values.hpp has them. A ReLU or pooling whose
numbers are nearer than float32 tells apart may decide either way, and leads elsewhere: with 128
images a step PyTorch's own float32 ends 1e-3 to 8e-2 away from more than half of the seeds. So a
step has 16 images, and the seed is one from which PyTorch's float32 decides as its float64, and
typenet does with fused multiply-adds and without.

An update, 20 steps less the start, is kept as a sketch: element i of tensor n, from 1, has the hash
h of make_parity.py's formula, and is added to sum h >> 24 of 256, negated if h is odd. The norm of
the difference of two sketches is about that of the difference of the whole updates: its square has
that very mean and a standard deviation of 9 %.
"""

import gzip
import json
import math
import pathlib
import statistics
import sys

import numpy as np
import torch
import torch.nn.functional as F

from make_parity import PARAMETERS, adam, digest, forward, hashes, philox

BATCH, STEPS, SEED, INITIAL_VALUES_STREAM, SUMS = 16, 20, 12, 1, 256


def read_idx(folder, name, header):
    path = pathlib.Path(folder) / name
    data = path.read_bytes() if path.exists() else gzip.decompress(
        path.with_name(name + ".gz").read_bytes())
    return np.frombuffer(data, np.uint8, offset=header)


def read_minibatches(folder):
    """Images [STEPS, BATCH, 28, 28, 1] and labels [STEPS, BATCH]."""
    count = STEPS * BATCH
    pixels = read_idx(folder, "train-images-idx3-ubyte", 16).reshape(-1, 28, 28, 1)
    labels = read_idx(folder, "train-labels-idx1-ubyte", 8)
    images = pixels[:count].astype(np.float32) / np.float32(255)
    return images.reshape(STEPS, BATCH, 28, 28, 1), labels[:count].reshape(STEPS, BATCH)


def he_normal():
    normal = statistics.NormalDist()  # its inverse is AS 241, as typenet's
    made = {}
    for tensor, (name, shape, fan_in) in enumerate(PARAMETERS):
        values = np.zeros(math.prod(shape))
        if fan_in:
            blocks = np.arange(-(-values.size // 4))
            zero = np.zeros_like(blocks)
            stream = np.full_like(blocks, INITIAL_VALUES_STREAM << 24 | tensor)
            words = np.stack(philox([blocks, zero, zero, stream], (SEED, 0)), axis=1).ravel()
            units = (words[:values.size].astype(np.float64) + 0.5) * 2.0**-32
            values[:] = [math.sqrt(2 / fan_in) * normal.inv_cdf(u) for u in units]
        made[name] = values.astype(np.float32).reshape(shape)
    return made


def sketch(number, update):
    h = hashes(number, update.size)
    signed = np.where(h & np.uint32(1), -update.ravel(), update.ravel())
    return np.bincount(h >> np.uint32(24), weights=signed, minlength=SUMS)


def train(dtype, minibatches):
    """The losses before each step, and the updates in float64."""
    start = {name: torch.tensor(value, dtype=dtype) for name, value in he_normal().items()}
    p = dict(start)
    m = {name: torch.zeros_like(value) for name, value in p.items()}
    v = {name: torch.zeros_like(value) for name, value in p.items()}
    losses = []
    for step, (images, labels) in enumerate(zip(*minibatches), 1):
        p = {name: value.requires_grad_(True) for name, value in p.items()}
        logits = forward(p, torch.tensor(images, dtype=dtype))
        loss = F.cross_entropy(logits, torch.tensor(labels, dtype=torch.long))
        gradients = dict(zip(p, torch.autograd.grad(loss, list(p.values()))))
        losses.append(loss.item())
        adam(step, p, m, v, gradients)
    return losses, {
        name: (p[name] - start[name].detach()).numpy().astype(np.float64) for name in p
    }


def distance(found, right):
    return float(np.linalg.norm(found - right) / np.linalg.norm(right))


def main():
    folder, name = sys.argv[1:]
    torch.set_num_threads(1)  # the order of sums stays the same everywhere
    minibatches = read_minibatches(folder)
    losses, updates = train(torch.float64, minibatches)
    single_losses, single_updates = train(torch.float32, minibatches)
    numbers = {tensor[0]: number for number, tensor in enumerate(PARAMETERS, 1)}
    sketches = {n: sketch(numbers[n], update) for n, update in updates.items()}

    deviation = {
        "losses": max(abs(a / b - 1) for a, b in zip(single_losses, losses)),
        "updates": {n: distance(single_updates[n], update) for n, update in updates.items()},
    }
    by_sketches = {
        n: distance(sketch(numbers[n], single_updates[n]), s) for n, s in sketches.items()
    }
    print("float32:", json.dumps(deviation))
    print("by sketches:", json.dumps(by_sketches))

    result = {
        "made_by": "tests/parity/make_first_steps.py with "
                   f"torch {torch.__version__}, numpy {np.__version__}",
        "digests": {"images": digest(minibatches[0])}
                   | {n: digest(value) for n, value in he_normal().items()},
        "float32_deviation": deviation,
        "losses": losses,
        "update_sketches": {n: [float(f"{x:.9g}") for x in s] for n, s in sketches.items()},
    }
    lines = [f"{json.dumps(k)}:{json.dumps(v, separators=(',', ':'))}" for k, v in result.items()]
    path = pathlib.Path(__file__).parent / f"first_steps_{name}.json"
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()

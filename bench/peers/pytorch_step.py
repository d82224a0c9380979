#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Times one training step, or one inference, of the notebook's network in PyTorch on the CPU.

Install:  python3 -m venv venv && venv/bin/pip install -r requirements.txt
Run:      venv/bin/python pytorch_step.py [--batch 128] [--threads 2] [--steps 40] [--infer]
Prints:   one line of JSON; min_ms and median_ms are of one step.

What is timed is what typenet's train_step and infer cases time: the batch is in memory already, and
no progress is reported. The settings are those that make PyTorch fast in float32: channels-last
memory and the fused Adam. A training step zeroes the gradients, goes forward with dropout 0.25 and
backward, updates, and reads the loss, since typenet's returns it too.
"""

import argparse
import json
import statistics
import time

import torch
from torch import nn


def network():
    return nn.Sequential(
        nn.Conv2d(1, 32, 5, padding="same"), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 5, padding="same"), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(3136, 1024), nn.ReLU(), nn.Dropout(0.25), nn.Linear(1024, 10),
    )  # fmt: skip


def batches(count, size):
    """Different random images, four fifths of their pixels zero as in MNIST, and random labels: on
    one batch again and again the gradients would fade into slow denormal numbers."""
    generator = torch.Generator().manual_seed(1)
    made = []
    for _ in range(count):
        images = torch.rand(size, 1, 28, 28, generator=generator)
        images = (images - 0.8).clamp(min=0) * 5
        labels = torch.randint(10, (size,), generator=generator)
        made.append((images.to(memory_format=torch.channels_last), labels))
    return made


def training_step(model):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=True)
    loss_of = nn.CrossEntropyLoss()
    model.train()

    def step(images, labels):
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(model(images), labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def inference(model):
    model.eval()

    def step(images, _):
        with torch.inference_mode():
            return model(images)

    return step


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=40, help="steps that are timed")
    parser.add_argument("--warm-up", type=int, default=10, help="steps before them")
    parser.add_argument("--infer", action="store_true", help="inference instead of training")
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    model = network().to(memory_format=torch.channels_last)
    step = inference(model) if arguments.infer else training_step(model)
    milliseconds = []
    for images, labels in batches(arguments.warm_up + arguments.steps, arguments.batch):
        start = time.perf_counter()
        step(images, labels)
        milliseconds.append(1000 * (time.perf_counter() - start))
    timed = milliseconds[arguments.warm_up :]
    print(
        json.dumps(
            {
                "peer": f"PyTorch {torch.__version__}",
                "case": "infer" if arguments.infer else "train_step",
                "batch": arguments.batch,
                "threads": arguments.threads,
                "steps": arguments.steps,
                "min_ms": round(min(timed), 3),
                "median_ms": round(statistics.median(timed), 3),
            }
        )
    )


if __name__ == "__main__":
    main()

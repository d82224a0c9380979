# SPDX-License-Identifier: BSL-1.0
"""A recipe of bench/suite/measure_accuracy.py in PyTorch: He-normal weights, one cycle, no shifts.

usage: pytorch_accuracy.py NETWORK DATA THREADS SEED EPOCHS RATE SMOOTHING; prints the test accuracy.
"""

import math
import sys

import data
import torch
from networks import NETWORKS
from pytorch_network import adam, build, to_tensor, training_step
from torch import nn

BATCH = 128


def main() -> None:
    network, folder, threads, seed, epochs, rate, smoothing = sys.argv[1:]
    torch.set_num_threads(int(threads))
    torch.manual_seed(int(seed))
    model = build(NETWORKS[network])
    for layer in model:
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)
    images, labels = (torch.from_numpy(part) for part in data.training_part(folder, without=0))
    steps = math.ceil(float(epochs) * len(images) / BATCH)
    optimizer = adam(model, float(rate))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, float(rate), total_steps=steps,
                                                   cycle_momentum=False)
    judge = nn.CrossEntropyLoss(label_smoothing=float(smoothing))
    step = training_step(model, optimizer, judge)
    order = torch.cat([torch.randperm(len(images)) for _ in range(math.ceil(float(epochs)) + 1)])
    for number in range(steps):
        now = order[number * BATCH:(number + 1) * BATCH]
        step(images[now].permute(0, 3, 1, 2), labels[now])
        schedule.step()
    model.eval()
    test, truth = to_tensor(data.images(folder, "t10k")), data.labels(folder, "t10k")
    with torch.inference_mode():
        found = torch.cat([model(part).argmax(1) for part in test.split(1000)])
    print((found == torch.from_numpy(truth)).float().mean().item())


if __name__ == "__main__":
    main()

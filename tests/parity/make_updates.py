#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Computes, with PyTorch in float64, what its optimisers and schedules do with given gradients:
tests/unit/update_test.cpp compares typenet with it.

Install:  as make_parity.py says
Run:      venv/bin/python tests/parity/make_updates.py    (seconds)
Writes:   updates.json to the folder of this script.

Parameters are one matrix, on which weight decay and L2 act, and one vector, on which they do not:
two groups of parameters in PyTorch. Adam's epsilon is 0: PyTorch adds it after the bias correction
of v, TensorFlow and typenet before, and with 0 they are the same. Step s has the gradients number s
of the file. "averages" are AveragedModel's, after each step, for the run "sgd".
"""

import json
import pathlib

import torch
from torch.optim import SGD, Adam, AdamW
from torch.optim.lr_scheduler import ExponentialLR, MultiStepLR, OneCycleLR
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

STEPS, SHAPES, AVERAGE, PEAK = 6, {"weights": (4, 3), "biases": (3,)}, 0.75, 0.2
torch.set_default_dtype(torch.float64)

# Settings as typenet calls them; the rest of a run is PyTorch's.
RUNS = {
    "adam": dict(learning_rate=0.01),
    "adamw": dict(learning_rate=0.01, weight_decay=0.3),
    "adam_l2": dict(learning_rate=0.01, l2=0.05),
    "adamw_clipped": dict(learning_rate=0.01, weight_decay=0.3, clip_norm=1.5),
    "sgd": dict(learning_rate=0.1, momentum=0.9),
    "sgd_without_momentum": dict(learning_rate=0.1, momentum=0.0, weight_decay=0.2),
    "sgd_decay": dict(learning_rate=0.1, momentum=0.8, weight_decay=0.2),
    "nesterov": dict(learning_rate=0.1, momentum=0.9, nesterov=True),
    "nesterov_decay": dict(learning_rate=0.1, momentum=0.9, nesterov=True, weight_decay=0.2),
    "sgd_l2": dict(learning_rate=0.1, momentum=0.9, l2=0.1),
    "nesterov_clipped": dict(learning_rate=0.1, momentum=0.9, nesterov=True, weight_decay=0.2,
                             clip_norm=1.5),
}


def optimizer_of(name, parameters, how):
    decay = how.get("weight_decay", 0)
    groups = [dict(params=[parameters["weights"]], weight_decay=decay),
              dict(params=[parameters["biases"]], weight_decay=0)]
    rate = how["learning_rate"]
    if name.startswith("adam"):
        kind = AdamW if decay else Adam
        return kind(groups, lr=rate, betas=(0.9, 0.999), eps=0)
    return SGD(groups, lr=rate, momentum=how["momentum"], nesterov=how.get("nesterov", False))


def train(name, how, start, gradients):
    """What is left of the parameters, the norms before clipping, and the averages."""
    model = torch.nn.ParameterDict({n: torch.nn.Parameter(v.clone()) for n, v in start.items()})
    optimizer = optimizer_of(name, model, how)
    averaged = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(AVERAGE))
    norms, averages = [], []
    for of_step in gradients:
        optimizer.zero_grad()
        penalty = how.get("l2", 0) * (model["weights"] ** 2).sum()
        penalty.backward()
        for n, gradient in of_step.items():
            old = model[n].grad
            model[n].grad = gradient.clone() if old is None else old + gradient
        if "clip_norm" in how:
            norms.append(torch.nn.utils.clip_grad_norm_(model.values(), how["clip_norm"]).item())
        optimizer.step()
        averaged.update_parameters(model)
        averages.append({n: numbers(averaged.module[n]) for n in SHAPES})
    return {n: numbers(model[n]) for n in SHAPES}, norms, averages


def numbers(tensor):
    return tensor.detach().ravel().tolist()


def rates(steps):
    """The learning rate of each step."""
    found = {}
    for name, make in {
        "one-cycle": lambda o: OneCycleLR(o, PEAK, total_steps=steps, cycle_momentum=False),
        "triangle": lambda o: OneCycleLR(o, PEAK, total_steps=steps, cycle_momentum=False,
                                         anneal_strategy="linear"),
        "step": lambda o: MultiStepLR(o, [-(-steps // 2), -(-3 * steps // 4)], gamma=0.1),
        "exponential": lambda o: ExponentialLR(o, 0.01 ** (1 / (steps - 1))),
    }.items():
        optimizer = SGD([torch.nn.Parameter(torch.zeros(1))], lr=PEAK)
        schedule = make(optimizer)
        found[name] = []
        for _ in range(steps):
            found[name].append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            schedule.step()
    return found


def main():
    torch.manual_seed(1)
    start = {n: torch.randn(s) for n, s in SHAPES.items()}
    gradients = [{n: torch.randn(s) for n, s in SHAPES.items()} for _ in range(STEPS)]
    runs = {}
    for name, how in RUNS.items():
        values, norms, averages = train(name, how, start, gradients)
        runs[name] = dict(settings=how, trained=values)
        if norms:
            runs[name]["norms"] = norms
        if name == "sgd":
            runs[name]["averages"] = averages
    result = {
        "made_by": f"tests/parity/make_updates.py with torch {torch.__version__}",
        "start": {n: numbers(v) for n, v in start.items()},
        "gradients": [{n: numbers(v) for n, v in of_step.items()} for of_step in gradients],
        "average": AVERAGE,
        "peak": PEAK,
        "rates": {str(steps): rates(steps) for steps in (10, 23)},
        "runs": runs,
    }
    lines = [f"{json.dumps(k)}:{json.dumps(v, separators=(',', ':'))}" for k, v in result.items()]
    path = pathlib.Path(__file__).parent / "updates.json"
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()

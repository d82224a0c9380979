#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""What PyTorch computes in float64 for typenet's smaller layers and losses:
tests/unit/layers_test.cpp compares typenet with it.

Install:  as make_parity.py says
Run:      venv/bin/python tests/parity/make_layers.py
Writes:   layers.json to the folder of this script.

A layer's entry has its input `x` [H, W, C], a gradient `dy` of its output `y`, and the gradient `dx`
of its input that follows; a loss' has outputs `x`, `target`, `loss` and the gradient `dx`. All that
goes in is a multiple of 1/256, so float32 and float64 have the same.
"""

import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

DRAW = np.random.default_rng(22)


def drawn(shape, most):
    return torch.tensor(np.round(DRAW.uniform(-most, most, shape) * 256) / 256, dtype=torch.float64)


def numbers(tensor):
    return tensor.detach().ravel().tolist()


def layer(shape, function, most=1.0):
    """`function` takes and gives [1, C, H, W]."""
    x = drawn(shape, most).requires_grad_()
    y = function(x.permute(2, 0, 1)[None])[0].permute(1, 2, 0)
    dy = drawn(y.shape, 1.0)
    y.backward(dy)
    return {"x": numbers(x), "dy": numbers(dy), "y": numbers(y), "dx": numbers(x.grad)}


def loss(function, target, outputs, most=6.0):
    x = drawn([outputs], most).requires_grad_()
    found = function(x[None], target[None])
    found.backward()
    return {"x": numbers(x), "target": numbers(target), "loss": found.item(), "dx": numbers(x.grad)}


def main():
    values, pooled, ragged = [1, 1, 50], [6, 4, 3], [8, 7, 2]
    label = torch.tensor(4)
    yes = (drawn([9], 1.0) + 1) / 2
    cases = {
        "leaky_relu<0.01>": layer(values, lambda x: F.leaky_relu(x, 0.01), 6),
        "tanh": layer(values, torch.tanh, 6),
        "sigmoid": layer(values, torch.sigmoid, 6),
        "gelu": layer(values, F.gelu, 6),
        "max_pool<2>": layer(pooled, lambda x: F.max_pool2d(x, 2)),
        "max_pool<3,2,drop_rest>": layer(ragged, lambda x: F.max_pool2d(x, 3, 2)),
        "max_pool<window<2,3>,stride<1,2>,drop_rest>":
            layer(ragged, lambda x: F.max_pool2d(x, (2, 3), (1, 2))),
        "average_pool<window<3,2>,drop_rest>": layer(ragged, lambda x: F.avg_pool2d(x, (3, 2))),
        "average_pool<2>": layer(pooled, lambda x: F.avg_pool2d(x, 2)),
        "average_pool<3,2,drop_rest>": layer(ragged, lambda x: F.avg_pool2d(x, 3, 2)),
        "mean_squared_error": loss(F.mse_loss, yes, 9),
        "binary_cross_entropy": loss(F.binary_cross_entropy_with_logits, yes, 9),
    }
    for s in (0, 0.1, 0.5):
        cases[f"softmax_cross_entropy {s}"] = loss(
            lambda x, t, s=s: F.cross_entropy(x, t, label_smoothing=s), label, 7)
    made_by = f"tests/parity/make_layers.py with torch {torch.__version__}, numpy {np.__version__}"
    lines = [json.dumps("made_by") + ":" + json.dumps(made_by)]
    lines += [f"{json.dumps(k)}:{json.dumps(v, separators=(',', ':'))}" for k, v in cases.items()]
    path = pathlib.Path(__file__).parent / "layers.json"
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()

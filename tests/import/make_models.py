#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes the small models of this folder: weights as PyTorch and Keras have them, and what they answer.

usage: make_models.py FOLDER

Needs the packages torch, keras, numpy and safetensors (KERAS_BACKEND=torch will do). The networks are
those of networks.cpp, PyTorch's in three types of numbers.
"""

import json
import pathlib
import sys

import numpy
import torch
from safetensors.numpy import save_file as save_arrays
from safetensors.torch import save_file

import keras

INPUTS = 6


class Small(torch.nn.Module):
    """Everything that an import could get wrong: windows, a flatten of more than one channel, names
    without an order, a bias that is not there."""

    def __init__(self):
        super().__init__()
        self.stem = torch.nn.Conv2d(3, 4, 3, padding=1)
        self.stem_bn = torch.nn.BatchNorm2d(4)
        self.depthwise = torch.nn.Conv2d(4, 4, 3, padding=1, groups=4)
        self.depthwise_bn = torch.nn.BatchNorm2d(4)
        self.blocks = torch.nn.Sequential(
            torch.nn.Conv2d(4, 4, (3, 1), padding=(1, 0), bias=False), torch.nn.ReLU(),
            torch.nn.Conv2d(4, 4, (3, 1), padding=(1, 0), bias=False), torch.nn.ReLU())
        self.fc1 = torch.nn.Linear(4 * 3 * 4, 7)
        self.fc2 = torch.nn.Linear(7, 3)

    def forward(self, x):
        x = self.stem_bn(self.stem(x)).relu()
        x = self.depthwise_bn(self.depthwise(x)).relu()
        x = torch.nn.functional.max_pool2d(self.blocks(x), 2)
        return self.fc2(self.fc1(x.flatten(1)).relu())


def trained_like(model):
    """Statistics and scales that are none of the first ones."""
    torch.manual_seed(5)
    for norm in (model.stem_bn, model.depthwise_bn):
        norm.running_mean.normal_(0, 0.3)
        norm.running_var.uniform_(0.5, 2)
        norm.weight.data.uniform_(0.5, 1.5)
        norm.bias.data.normal_(0, 0.2)
        norm.num_batches_tracked.fill_(600)
    return model.eval()


def pytorch(folder):
    torch.manual_seed(7)
    model = trained_like(Small())
    inputs = torch.rand(INPUTS, 3, 6, 8)
    for name, dtype in (("f32", torch.float32), ("f16", torch.float16), ("bf16", torch.bfloat16)):
        # What is stored is what answers.
        state = {key: value.to(dtype) if value.is_floating_point() else value
                 for key, value in model.state_dict().items()}
        stored = Small()
        stored.load_state_dict(state)
        with torch.no_grad():
            outputs = stored.eval()(inputs)
        wrapped = {"module._orig_mod." + key: value for key, value in state.items()}
        save_file(wrapped, folder / f"pytorch_{name}.safetensors")
        save_file({"inputs": inputs.permute(0, 2, 3, 1).contiguous(), "outputs": outputs},
                  folder / f"pytorch_{name}.io.safetensors")


def small_keras():
    layers = keras.layers
    image = keras.Input((6, 8, 3))
    x = layers.Conv2D(4, 3, strides=2, padding="same", use_bias=False)(image)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    y = layers.DepthwiseConv2D(3, padding="same")(x)
    y = layers.ReLU()(layers.BatchNormalization()(y))
    y = layers.BatchNormalization()(layers.Conv2D(4, 1)(y))
    x = layers.ReLU()(layers.Add()([x, y]))
    x = layers.Dense(8, activation="relu")(layers.Flatten()(x))
    return keras.Model(image, layers.Dense(3)(layers.Dropout(0.5)(x)))


def keras_model(folder):
    keras.utils.set_random_seed(3)
    model = small_keras()
    random = numpy.random.default_rng(3)
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.set_weights([random.uniform(0.5, 1.5, 4), random.normal(0, 0.2, 4),
                               random.normal(0, 0.3, 4), random.uniform(0.5, 2, 4)])
    inputs = random.random((INPUTS, 6, 8, 3), numpy.float32)
    tensors = {w.path: numpy.asarray(keras.ops.convert_to_numpy(w)) for w in model.weights}
    save_arrays(tensors, folder / "keras.safetensors",
                {"layout": "keras", "order": json.dumps(list(tensors)), "epsilon": "0.001"})
    save_arrays({"inputs": inputs, "outputs": numpy.asarray(model.predict(inputs, verbose=0))},
                folder / "keras.io.safetensors")


if __name__ == "__main__":
    to = pathlib.Path(sys.argv[1])
    pytorch(to)
    keras_model(to)

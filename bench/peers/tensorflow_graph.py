# SPDX-License-Identifier: BSL-1.0
"""The notebook's graph, `tf.compat.v1`, for a network of networks.py without normalisation and links: fed dictionaries, plain
variables, Adam. Its defaults are TensorFlow's: oneDNN, images as y, x, channel."""

import os
from types import SimpleNamespace

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import tensorflow as tf  # noqa: E402
from networks import Network, shapes  # noqa: E402

v1 = tf.compat.v1


def session(threads: int) -> "v1.Session":
    return v1.Session(config=v1.ConfigProto(intra_op_parallelism_threads=threads,
                                            inter_op_parallelism_threads=threads))


def build(network: Network, deviation: float | None = None) -> SimpleNamespace:
    """Initial values are N(0, deviation²), by default He's."""
    v1.disable_eager_execution()
    x = v1.placeholder(tf.float32, [None, *network.image])
    y = v1.placeholder(tf.int32, [None])
    keep = v1.placeholder(tf.float32)

    def parameters(weights: tuple[int, ...], inputs: int):
        spread = deviation or (2 / inputs) ** 0.5
        biases = tf.random.normal([weights[-1]]) if deviation else tf.zeros([weights[-1]])
        return v1.Variable(tf.random.normal(weights, stddev=spread)), v1.Variable(biases)

    value = x
    for (kind, *numbers), shape in zip(network.layers, shapes(network.image, network.layers),
                                      strict=False):
        if kind == "conv":
            filters, (rows, columns), stride, padding = numbers
            w, b = parameters((rows, columns, shape[2], filters), rows * columns * shape[2])
            value = tf.nn.bias_add(
                tf.nn.conv2d(value, w, [1, stride, stride, 1], padding.upper()), b)
        elif kind == "dense":
            w, b = parameters((shape[0], numbers[0]), shape[0])
            value = tf.matmul(value, w) + b
        elif kind == "pool":
            value = tf.nn.max_pool2d(value, numbers[0], numbers[0], "SAME")
        elif kind == "flatten":
            value = tf.reshape(value, [-1, shape[0] * shape[1] * shape[2]])
        elif kind == "relu":
            value = tf.nn.relu(value)
        else:
            value = v1.nn.dropout(value, keep_prob=keep)
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(logits=value, labels=y))
    right = tf.equal(tf.argmax(value, 1, output_type=tf.int32), y)
    return SimpleNamespace(x=x, y=y, keep=keep, logits=value, loss=loss,
                           train=v1.train.AdamOptimizer(1e-3).minimize(loss),
                           accuracy=tf.reduce_mean(tf.cast(right, tf.float32)))

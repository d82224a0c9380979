# SPDX-License-Identifier: BSL-1.0
"""The notebook's training from other initial values and orders of images: 600 steps for each seed,
then one line of JSON with the accuracy on all test images and on the first 256. The initial values
are those of VALUES/SEED.safetensors, under typenet's names; where there is no such file they are
drawn, and left there for typenet to begin with.

usage: tensorflow_series.py DATA VALUES SEED...
"""

import json
import pathlib
import sys

import data
import safetensors.numpy
import tensorflow_graph
from networks import NETWORKS
from tensorflow_graph import v1

NAMES = [f"{layer}.{part}" for layer in ("conv1", "conv2", "dense1", "dense2")
         for part in ("weights", "biases")]


def start(session: v1.Session, values: pathlib.Path) -> None:
    """Gives the variables the values of the file, or makes the file of theirs."""
    variables = dict(zip(NAMES, v1.trainable_variables(), strict=True))
    if values.exists():
        # A checkpoint of typenet's has Adam's moments too.
        found = safetensors.numpy.load_file(values)
        for name, variable in variables.items():
            variable.load(found[name], session)
    else:
        safetensors.numpy.save_file(session.run(variables), values)


def main() -> None:
    folder, values = sys.argv[1:3]
    images, labels = data.images(folder, "t10k"), data.labels(folder, "t10k")
    for seed in map(int, sys.argv[3:]):
        v1.reset_default_graph()
        v1.disable_eager_execution()
        v1.set_random_seed(seed)
        graph = tensorflow_graph.build(NETWORKS["digits"], deviation=1)
        batches = data.minibatches(folder, 128, 1000 + seed)
        with tensorflow_graph.session(1) as session:
            def accuracy(first: int, count: int) -> float:
                part = slice(first, first + count)
                return float(session.run(graph.accuracy, {graph.x: images[part],
                                                          graph.y: labels[part], graph.keep: 1}))

            session.run(v1.global_variables_initializer())
            start(session, pathlib.Path(values) / f"{seed}.safetensors")
            for _ in range(600):
                pixels, classes = next(batches)
                session.run(graph.train,
                            {graph.x: pixels, graph.y: classes, graph.keep: 0.25})
            parts = [accuracy(first, 1000) for first in range(0, len(images), 1000)]
            print(json.dumps({"seed": seed, "accuracy_test": round(sum(parts) / len(parts), 4),
                              "accuracy_first_256": accuracy(0, 256)}), flush=True)


if __name__ == "__main__":
    main()

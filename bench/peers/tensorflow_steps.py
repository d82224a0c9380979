# SPDX-License-Identifier: BSL-1.0
"""Training steps, or inference, of the notebook's graph in TensorFlow."""

import tensorflow_graph
from data import minibatches
from networks import NETWORKS
from serve import arguments, serve
from tensorflow_graph import tf, v1


def main() -> None:
    asked = arguments(__doc__)
    graph = tensorflow_graph.build(NETWORKS[asked.network])
    with tensorflow_graph.session(asked.threads) as session:
        session.run(v1.global_variables_initializer())

        def train(images, labels):
            return session.run([graph.train, graph.loss],
                               {graph.x: images, graph.y: labels, graph.keep: 0.75})[1]

        def infer(images, _labels):
            return session.run(graph.logits, {graph.x: images, graph.keep: 1})

        serve("TensorFlow", tf.__version__, minibatches(asked.data, asked.batch),
              train if asked.work == "train" else infer, asked.warm_up)


if __name__ == "__main__":
    main()

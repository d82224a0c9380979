# SPDX-License-Identifier: BSL-1.0
"""What the notebook does, from start to end: 600 steps, loss and accuracy of the minibatch at step
1 and at every 10th, accuracy on the first 256 test images.

usage: tensorflow_notebook.py DATA THREADS
"""

import sys

import data
import tensorflow_graph
from networks import NETWORKS
from tensorflow_graph import v1


def main() -> None:
    folder, threads = sys.argv[1], int(sys.argv[2])
    graph = tensorflow_graph.build(NETWORKS["digits"], deviation=1)
    batches = data.minibatches(folder, 128)

    def feed(images, labels, keep):
        return {graph.x: images, graph.y: labels, graph.keep: keep}

    with tensorflow_graph.session(threads) as session:
        session.run(v1.global_variables_initializer())
        for step in range(1, 601):
            batch = next(batches)
            session.run(graph.train, feed(*batch, 0.25))
            if step == 1 or step % 10 == 0:
                loss, accuracy = session.run([graph.loss, graph.accuracy], feed(*batch, 1))
                print(f"Step {step}, Minibatch Loss= {loss:.4f}, Training Accuracy= {accuracy:.3f}")
        first = feed(data.images(folder, "t10k")[:256], data.labels(folder, "t10k")[:256], 1)
        print(f"Testing Accuracy: {session.run(graph.accuracy, first)}")


if __name__ == "__main__":
    main()

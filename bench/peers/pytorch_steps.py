# SPDX-License-Identifier: BSL-1.0
"""Training steps, or inference, in PyTorch."""

import torch
from data import minibatches
from networks import NETWORKS
from pytorch_network import adam, build, to_tensor, training_step
from serve import arguments, serve


def main() -> None:
    asked = arguments(__doc__)
    torch.set_num_threads(asked.threads)
    torch.manual_seed(1)
    network = NETWORKS[asked.network]
    model = build(network)
    batches = ((to_tensor(images), torch.from_numpy(labels))
               for images, labels in minibatches(asked.data, asked.batch))
    step = training_step(model, adam(model, 1e-3), network.classifies)
    if asked.work == "infer":
        model.eval()

        def step(images, _labels):
            with torch.inference_mode():
                return model(images)

    serve("PyTorch", torch.__version__.split("+")[0], batches, step, asked.warm_up)


if __name__ == "__main__":
    main()

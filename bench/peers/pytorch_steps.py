# SPDX-License-Identifier: BSL-1.0
"""Training steps, or inference, in PyTorch."""

import torch
from data import minibatches
from memory_growth import MemoryGrowth
from networks import NETWORKS
from pytorch_network import adam, build, to_tensor, training_step
from serve import arguments, serve
from torch import nn


def main() -> None:
    asked = arguments(__doc__)
    torch.set_num_threads(asked.threads)
    torch.manual_seed(1)
    network = NETWORKS[asked.network]
    batches = ((to_tensor(images), torch.from_numpy(labels))
               for images, labels in minibatches(asked.data, asked.batch))
    next(batches)  # reads the data
    growth = MemoryGrowth()
    model = build(network)
    judge = nn.CrossEntropyLoss() if network.classifies else nn.MSELoss()
    step = training_step(model, adam(model, 1e-3), judge)
    if asked.work == "infer":
        model.eval()

        def step(images, _labels):
            with torch.inference_mode():
                return model(images)

    serve("PyTorch", torch.__version__.split("+")[0], batches, step, asked.warm_up, growth)


if __name__ == "__main__":
    main()

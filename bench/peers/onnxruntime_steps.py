# SPDX-License-Identifier: BSL-1.0
"""Inference in ONNX Runtime, of a network as PyTorch exports it."""

import io

import numpy as np
import onnxruntime
import torch
from data import minibatches
from networks import NETWORKS, Network
from pytorch_network import build
from serve import arguments, serve


def model(network: Network, batch: int) -> bytes:
    """The batch is fixed, which can only help."""
    height, width, channels = network.image
    file = io.BytesIO()
    torch.onnx.export(build(network).eval(), (torch.zeros(batch, channels, height, width),), file,
                      input_names=["images"], dynamo=False)
    return file.getvalue()


def main() -> None:
    asked = arguments(__doc__)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = asked.threads
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model(NETWORKS[asked.network], asked.batch), options,
                                           providers=["CPUExecutionProvider"])
    batches = ((np.ascontiguousarray(images.transpose(0, 3, 1, 2)),)
               for images, _ in minibatches(asked.data, asked.batch))
    serve("ONNX Runtime", onnxruntime.__version__, batches,
          lambda images: session.run(None, {"images": images}), asked.warm_up)


if __name__ == "__main__":
    main()

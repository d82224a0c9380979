# SPDX-License-Identifier: BSL-1.0
"""Inference in ONNX Runtime, of a network with random parameters."""

import numpy as np
import onnx
import onnxruntime
from data import minibatches
from networks import NETWORKS, Network, shapes
from onnx import TensorProto, helper, numpy_helper
from serve import arguments, serve


def model(network: Network, batch: int) -> bytes:
    """ONNX's images are [image][channel][y][x]; the batch is fixed, which can only help."""
    random = np.random.default_rng(1)
    nodes, initial = [], []
    value = "images"

    def parameter(shape: tuple[int, ...], inputs: int) -> str:
        name = f"parameter{len(initial)}"
        values = random.normal(0, (2 / inputs) ** 0.5, shape).astype(np.float32)
        initial.append(numpy_helper.from_array(values, name))
        return name

    def add(kind: str, *inputs: str, **settings) -> str:
        name = f"value{len(nodes)}"
        nodes.append(helper.make_node(kind, inputs, [name], **settings))
        return name

    for (kind, *numbers), shape in zip(network.layers, shapes(network), strict=False):
        if kind == "conv":
            filters, window, padding = numbers
            inputs = window * window * shape[2]
            value = add("Conv", value, parameter((filters, shape[2], window, window), inputs),
                        parameter((filters,), inputs), kernel_shape=[window, window],
                        pads=[window // 2 if padding == "same" else 0] * 4)
        elif kind == "dense":
            value = add("Gemm", value, parameter((shape[0], numbers[0]), shape[0]),
                        parameter((numbers[0],), shape[0]))
        elif kind == "pool":
            value = add("MaxPool", value, kernel_shape=[numbers[0]] * 2, strides=[numbers[0]] * 2)
        elif kind != "dropout":
            value = add({"relu": "Relu", "flatten": "Flatten"}[kind], value)
    height, width, channels = network.image
    graph = helper.make_graph(
        nodes, "network",
        [helper.make_tensor_value_info("images", TensorProto.FLOAT,
                                       [batch, channels, height, width])],
        [helper.make_tensor_value_info(value, TensorProto.FLOAT, [batch, *shapes(network)[-1]])],
        initial)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.checker.check_model(made)
    return made.SerializeToString()


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

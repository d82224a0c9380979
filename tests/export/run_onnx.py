# SPDX-License-Identifier: BSL-1.0
"""The logits of an ONNX model by ONNX Runtime: run_onnx.py MODEL IMAGES OUT.

IMAGES and OUT are floats, one image behind the other. Exit code 77: a package is missing, which is
named.
"""

import sys

try:
    import numpy
    import onnx
    import onnxruntime
except ImportError as missing:
    print(missing.name)
    sys.exit(77)


def main(model, images, out):
    onnx.checker.check_model(onnx.load(model), full_check=True)
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    (entry,) = session.get_inputs()
    (leaving,) = session.get_outputs()
    assert entry.name == ("image" if len(entry.shape) == 4 else "values"), entry.name
    assert leaving.name in ("logits", "outputs"), leaving.name
    assert isinstance(entry.shape[0], str), entry.shape  # any number of images
    pixels = numpy.fromfile(images, numpy.float32).reshape(-1, *entry.shape[1:])
    session.run(None, {entry.name: pixels})[0].tofile(out)


if __name__ == "__main__":
    main(*sys.argv[1:])

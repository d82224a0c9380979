# SPDX-License-Identifier: BSL-1.0
"""The logits of a checkpoint by PyTorch: run_torch.py SNIPPET IMAGES OUT.

SNIPPET is Python that loads the checkpoint and leaves `net`; IMAGES and OUT are floats, one image of
28 x 28 behind the other. Exit code 77: a package is missing, which is named.
"""

import array
import pathlib
import sys

try:
    import safetensors  # noqa: F401
    import torch
except ImportError as missing:
    print(missing.name)
    sys.exit(77)


def main(snippet, images, out):
    found = {}
    exec(compile(pathlib.Path(snippet).read_text(encoding="utf-8"), snippet, "exec"), found)
    pixels = torch.frombuffer(bytearray(pathlib.Path(images).read_bytes()), dtype=torch.float32)
    with torch.no_grad():
        logits = found["net"].eval()(pixels.reshape(-1, 1, 28, 28))
    pathlib.Path(out).write_bytes(array.array("f", logits.flatten().tolist()).tobytes())


if __name__ == "__main__":
    main(*sys.argv[1:])

# SPDX-License-Identifier: BSL-1.0
"""The files that the program reads and writes, as the tests make and read them."""

import json
import math
import os
import random
import struct

NAMES = [part + "-" + kind for part in ("train", "t10k")
         for kind in ("images-idx3-ubyte", "labels-idx1-ubyte")]

# 5,000 for validation and some to train on; few test images are soon judged.
TRAIN, TEST = 5600, 300


def idx(dimensions, body, magic=None):
    """An IDX file of unsigned bytes."""
    head = struct.pack(">I", 0x0800 | len(dimensions) if magic is None else magic)
    return head + b"".join(struct.pack(">I", n) for n in dimensions) + body


def images(count, *size):
    """Noise: these tests are of files, and the program's own digits are there to learn from."""
    bytes_each = 1
    for n in size:
        bytes_each *= n
    return idx((count, *size), random.Random(count).randbytes(count * bytes_each))


def labels(count, classes):
    return idx((count,), bytes(i % classes for i in range(count)))


def npy(shape, body, kind="|u1"):
    """A NumPy array."""
    header = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    return b"\x93NUMPY\1\0" + struct.pack("<H", len(header)) + header.encode() + body


def write(path, content):
    with open(path, "wb") as file:
        file.write(content)
    return path


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write_data(folder, size, classes, rank4=False):
    """The four files of a small data set in a new folder."""
    os.mkdir(folder)
    for part, count in (("train", TRAIN), ("t10k", TEST)):
        name = part + ("-images-idx4-ubyte" if rank4 else "-images-idx3-ubyte")
        write(os.path.join(folder, name), images(count, *size))
        write(os.path.join(folder, part + "-labels-idx1-ubyte"), labels(count, classes))
    return folder


def write_arrays(folder, shape, classes=None, train=300, test=20):
    """A data set of noise in NumPy's arrays, in a new folder."""
    os.mkdir(folder)
    chance = random.Random(str(shape))
    for part, count in (("train", train), ("test", test)):
        values = [chance.gauss(0, 1) for _ in range(count * math.prod(shape))]
        write(os.path.join(folder, part + ".npy"),
              npy((count, *shape), struct.pack(f"<{len(values)}f", *values), "<f4"))
        if classes:
            write(os.path.join(folder, part + "_labels.npy"),
                  npy((count,), bytes(i % classes for i in range(count))))
    return folder


def changed_data(folder, good, changes):
    """A new folder that links to the files of `good` but for `changes`: name to content or None."""
    os.mkdir(folder)
    for name in os.listdir(good):
        if name not in changes:
            os.symlink(os.path.join(good, name), os.path.join(folder, name))
    for name, content in changes.items():
        if content is not None:
            write(os.path.join(folder, name), content)
    return folder


def safetensors(tensors, dtype="F32"):
    """A file of zeros; `tensors` is name to shape, or name to (shape, bytes)."""
    header, body = {}, b""
    for name, tensor in tensors.items():
        shape, values = tensor if isinstance(tensor, tuple) else (tensor, None)
        size = 4
        for n in shape:
            size *= n
        values = bytes(size) if values is None else values
        header[name] = {"dtype": dtype, "shape": shape,
                        "data_offsets": [len(body), len(body) + len(values)]}
        body += values
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + body


def read_safetensors(path):
    """(metadata, {name: (dtype, shape, bytes)}) of a file that must be exactly as long as it says,
    with its tensors one right behind the other."""
    content = read(path)
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8:8 + length])
    metadata = header.pop("__metadata__", {})
    body = content[8 + length:]
    tensors, end_of_last = {}, 0
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        if begin != end_of_last:
            raise ValueError(f"{name} begins at {begin}, expected {end_of_last}")
        tensors[name] = (entry["dtype"], entry["shape"], body[begin:end])
        end_of_last = end
    if end_of_last != len(body):
        raise ValueError(f"{len(body)} bytes of data, expected {end_of_last}")
    return metadata, tensors

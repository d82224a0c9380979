#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes the seeds of the fuzzers, seeds/TARGET/NAME: small files of each kind that is read."""

import gzip
import json
import math
import pathlib
import struct
import zlib

SEEDS = pathlib.Path(__file__).resolve().parent / "seeds"


def idx(dimensions, content=None):
    size = math.prod(dimensions)
    content = bytes(i % 10 for i in range(size)) if content is None else content
    return struct.pack(">BBBB", 0, 0, 8, len(dimensions)) + \
        b"".join(struct.pack(">I", d) for d in dimensions) + content


def two_files(choices, images, labels):
    """See idx_input.hpp."""
    return struct.pack("<BH", choices, len(images)) + images + labels


def idx_seeds(pack):
    few, many = 3, 5002
    return {
        "test": two_files(0, pack(idx([few, 2, 1])), pack(idx([few]))),
        "test_colour": two_files(2, pack(idx([few, 2, 1, 3])), pack(idx([few]))),
        "train": two_files(1, pack(idx([many, 2, 1])), pack(idx([many]))),
        "train_too_few": two_files(1, pack(idx([few, 2, 1])), pack(idx([few]))),
        "other_counts": two_files(0, pack(idx([few, 2, 1])), pack(idx([few + 1]))),
        "label_too_high": two_files(0, pack(idx([1, 2, 1])), pack(idx([1], b"\x0a"))),
        "claims_many": two_files(0, pack(idx([1000000, 2, 1], b"")), pack(idx([1000000], b""))),
        "cut_off": two_files(0, pack(idx([few, 2, 1]))[:-1], pack(idx([few]))),
    }


def zipped(plain):
    return gzip.compress(plain, mtime=0)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + \
        struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, depth, colour, rows, before=b"", interlaced=0):
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + before + \
        chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def png_seeds():
    grey, rgb, palette, grey_alpha, rgba = 0, 2, 3, 4, 6

    def stroke(width, height, pixel, paper):
        """A bar in the middle."""
        return b"".join(b"\0" + b"".join(pixel if width // 3 <= x < width // 2 else paper
                                         for x in range(width)) for _ in range(height))

    drawn = stroke(12, 10, b"\x00", b"\xff")
    colours = chunk(b"PLTE", bytes([255, 255, 255, 0, 0, 0, 200, 30, 30]))
    interlaced = b"\0\xff" + b"\0\x00" + b"\0\xff\0" + b"\0\xff\x00" + b"\0\x00\xff" * 2 + \
        b"\0\xff\0\xff\xff" * 2  # the seven passes of 4 x 4 pixels; two of them are empty
    return {
        "grey": png(12, 10, 8, grey, drawn),
        "grey_16_bits": png(6, 4, 16, grey, stroke(6, 4, b"\x00\x01", b"\xfe\xff")),
        "one_bit": png(9, 3, 1, grey, b"\0\xe7\x80" * 3),
        "four_bits": png(3, 2, 4, grey, b"\0\xf0\xf0" * 2),
        "rgb": png(12, 4, 8, rgb, stroke(12, 4, b"\x10\x20\x30", b"\xff\xf0\xe0")),
        "rgba": png(6, 4, 8, rgba, stroke(6, 4, b"\x10\x20\x30\xff", b"\xff\xf0\xe0\x00")),
        "grey_alpha": png(6, 4, 8, grey_alpha, stroke(6, 4, b"\x10\xff", b"\xff\x80")),
        "palette": png(6, 4, 8, palette, stroke(6, 4, b"\x01", b"\x00"), colours),
        "palette_transparent": png(6, 4, 8, palette, stroke(6, 4, b"\x02", b"\x00"),
                                   colours + chunk(b"tRNS", b"\x80\xff")),
        "interlaced": png(4, 4, 8, grey, interlaced, interlaced=1),
        "gamma": png(12, 10, 8, grey, drawn, chunk(b"gAMA", struct.pack(">I", 100000))),
        "text": png(12, 10, 8, grey, drawn, chunk(b"zTXt", b"a\0\0" + zlib.compress(b"b" * 99))),
        "wide": png(1000, 1, 8, grey, stroke(1000, 1, b"\x00", b"\xff")),
        "high": png(1, 1000, 1, grey, (b"\0\x80" * 7 + b"\0\x00") * 125),
        "one_tone": png(5, 5, 8, grey, stroke(5, 5, b"\x80", b"\x80")),
        "cut_off": png(12, 10, 8, grey, drawn)[:-20],
        "too_large": png(1 << 16, 1 << 16, 8, grey, drawn),
        "too_few_rows": png(12, 200, 8, grey, drawn),
    }


def jpeg(width, height, tones, components=1, progressive=False):
    """A JPEG of 8 x 8 blocks of one tone each; those of the components come in turns."""
    marker = struct.Struct(">BBH")

    def segment(kind, body):
        return marker.pack(0xFF, kind, len(body) + 2) + body

    # Steps of 1; a code of four bits for each length of a difference, one bit for "no more".
    ids = range(1, components + 1)
    head = b"\xff\xd8" + segment(0xDB, b"\0" + b"\1" * 64) + \
        segment(0xC2 if progressive else 0xC0,
                struct.pack(">BHHB", 8, height, width, components) +
                b"".join(bytes((i, 0x11, 0)) for i in ids)) + \
        segment(0xC4, bytes((0, 0, 0, 0, 12, *[0] * 12, *range(12)))) + \
        segment(0xC4, bytes((0x10, 1, *[0] * 15, 0))) + \
        segment(0xDA, bytes((components, *sum(((i, 0) for i in ids), ()), 0,
                             0 if progressive else 63, 0)))
    bits, before = "", [0] * components
    for i, tone in enumerate(tones):
        value = 8 * (tone - 128)
        difference = value - before[i % components]
        before[i % components] = value
        length = abs(difference).bit_length()
        bits += f"{length:04b}"
        if length:
            bits += f"{difference if difference > 0 else difference + (1 << length) - 1:0{length}b}"
        bits += "" if progressive else "0"
    bits += "1" * (-len(bits) % 8)
    body = bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))
    return head + body.replace(b"\xff", b"\xff\0") + b"\xff\xd9"


def jpeg_seeds():
    stroke = [255, 0, 255, 255, 0, 255]
    seeds = {
        "grey": jpeg(24, 16, stroke),
        "colour": jpeg(16, 16, [200, 90, 150, 20, 128, 128] * 2, 3),
        "cmyk": jpeg(8, 8, [200, 90, 150, 20], 4),
        "progressive": jpeg(24, 16, stroke, progressive=True),
        "odd_size": jpeg(19, 11, stroke),
        "one_tone": jpeg(8, 8, [77]),
        "too_large": jpeg(65500, 65500, stroke),
        "too_few_rows": jpeg(24, 200, stroke),
    }
    return seeds | {"cut_off": seeds["grey"][:-8], "header_alone": seeds["grey"][:100]}


def npy(kind, shape, body, version=1):
    header = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    length = struct.pack("<H" if version == 1 else "<I", len(header))
    return b"\x93NUMPY" + bytes((version, 0)) + length + header.encode() + body


def npy_seeds():
    return {
        "bytes": npy("|u1", (2, 3), bytes(range(6))),
        "floats": npy("<f4", (2, 3), struct.pack("<6f", *range(6))),
        "doubles": npy("<f8", (1, 3, 1), struct.pack("<3d", *range(3))),
        "whole": npy("<i8", (1, 1, 3), struct.pack("<3q", -1, 0, 1), version=2),
        "not_finite": npy("<f4", (1, 3), struct.pack("<3f", 1, math.nan, 2)),
        "other_size": npy("<i2", (2, 4), bytes(16)),
        "too_large": npy("<f4", (1 << 62, 3), bytes(16)),
        "claims_many": npy("<f4", (1000000, 3), bytes(16)),
        "a_record": npy("<f4", (2, 3), b"").replace(b"'<f4'", b"[('a', '<f4')]"),
        "cut_off": npy("|u1", (2, 3), bytes(5)),
        "header_alone": npy("|u1", (2, 3), b"")[:30],
    }


SETTINGS = {"recipe": "modern", "values": "he-normal", "keep_probability": 0.75,
            "learning_rate": 0.002, "schedule": "one-cycle", "augment": "shift",
            "order": "shuffled", "steps": 1234, "log_every": 100,
            "reports_after_update": False, "first_test_images": 0}
NOTEBOOK = {"recipe": "notebook", "values": "standard-normal", "keep_probability": 0.25,
            "learning_rate": 0.001, "schedule": "constant", "augment": "none",
            "order": "sequential", "steps": 600, "log_every": 10,
            "reports_after_update": True, "first_test_images": 256}


def compact(value):
    return json.dumps(value, separators=(",", ":"))


def settings_seeds():
    seeds = {"modern": SETTINGS, "notebook": NOTEBOOK,
             "no_object": [SETTINGS], "lacks": {"recipe": "modern"},
             "name_is_number": SETTINGS | {"recipe": 1},
             "number_is_name": SETTINGS | {"steps": "many"},
             "number_too_large": SETTINGS | {"steps": 10**30, "learning_rate": 1e300},
             "nested": SETTINGS | {"order": [[[[{"a": [1]}]]]]},
             "odd_name": SETTINGS | {"schedule": "\x1b[31m\ud83d\ude00\n"}}
    return {name: compact(value).encode() for name, value in seeds.items()}


def tensors(moments):
    """Those of the network in tests/unit/still_life.hpp."""
    shapes = {"conv1.weights": [3, 3, 1, 2], "conv1.biases": [2],
              "dense1.weights": [32, 3], "dense1.biases": [3]}
    prefixes = ["", "moment1.", "moment2."][:moments + 1]
    return {prefix + name: shape for prefix in prefixes for name, shape in shapes.items()}


def safetensors(shapes, metadata, value=0.5, dtype="F32"):
    header, data = {}, b""
    if metadata:
        header["__metadata__"] = metadata
    for name, shape in shapes.items():
        values = struct.pack("<f", value) * math.prod(shape)
        header[name] = {"dtype": dtype, "shape": shape,
                        "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    text = compact(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


def moved(shapes, name, by):
    """The same with a tensor elsewhere."""
    file = safetensors(shapes, {})
    size = struct.unpack_from("<Q", file)[0]
    header, data = json.loads(file[8:8 + size]), file[8 + size:]
    header[name]["data_offsets"] = [offset + by for offset in header[name]["data_offsets"]]
    text = compact(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def with_checksum(shapes, metadata, value=0.5):
    """A CRC-32 of texts and values: src/checkpoint/checksum.hpp."""
    total = 0
    for key in sorted(metadata):
        total = zlib.crc32(key.encode() + b"\0" + metadata[key].encode() + b"\0", total)
    for name, shape in shapes.items():
        values = struct.pack("<f", value) * math.prod(shape)
        total = zlib.crc32(name.encode() + b"\0" + values, total)
    return safetensors(shapes, metadata | {"checksum": f"{total:08x}"}, value)


def checkpoint_seeds():
    layers = "input 4x4x1, conv<2,3>, relu, flatten, dense<3>, softmax_cross_entropy"
    metadata = {"typenet": "0.1.0", "step": "77", "seed": "18446744073709551615",
                "recipe": "modern", "settings": compact(SETTINGS), "data": "IDX files of a folder",
                "data_digest": "1-2-3", "architecture": layers,
                "fingerprint": f"{zlib.crc32(layers.encode() + bytes(1)):08x}",
                "optimizer": "adam", "batch": "16",
                "best": compact({"step": 50, "correct": 4999, "loss": 0.25})}
    no_best = {k: v for k, v in metadata.items() if k != "best"}
    return {
        "run": with_checksum(tensors(2), metadata),
        "run_without_best": with_checksum(tensors(2), no_best),
        "one_moment": with_checksum(tensors(1), metadata),
        "parameters": safetensors(tensors(0), {}),
        "parameters_of_others": safetensors(tensors(0), {"format": "pt"}),
        "wrong_checksum": safetensors(tensors(2), metadata | {"checksum": "00000000"}),
        "not_finite": with_checksum(tensors(2), metadata, math.inf),
        "odd_layers": with_checksum(tensors(2), metadata | {"architecture": "a\x1b[31m\nb"}),
        "odd_settings": with_checksum(tensors(2), metadata | {"settings": '{"recipe": [[["a"]]]}'}),
        "odd_best": with_checksum(tensors(2), metadata | {"best": '{"step": -1}'}),
        "other_network": safetensors({"w": [2, 3], "b\x07": [2]}, {}),
        "tensor_behind_the_end": moved(tensors(0), "dense1.biases", 8),
        "tensor_far_behind": moved(tensors(0), "dense1.biases", 2**63),
        "tensors_overlap": moved(tensors(0), "dense1.weights", -4),
        "half_floats": safetensors(tensors(0), {}, dtype="F16"),
        "cut_off": safetensors(tensors(0), {})[:-3],
        "nothing": struct.pack("<Q", 2) + b"{}",
    }


def weights_seeds():
    """For the network of weights_target.cpp."""
    norm = {"gamma": [2], "beta": [2], "moving_mean": [2], "moving_variance": [2]}
    keras = {"conv2d/kernel:0": [3, 3, 2, 2], "conv2d/bias:0": [2], "conv2d_1/kernel:0": [3, 3, 2, 2],
             "dense/kernel:0": [32, 3], "dense/bias:0": [3]}
    for layer in ("batch_normalization", "batch_normalization_1"):
        keras |= {f"{layer}/{name}:0": shape for name, shape in norm.items()}
    pytorch = {"module.0.weight": [2, 2, 3, 3], "module.3.weight": [2, 2, 3, 3],
               "module.7.weight": [3, 32], "module.7.bias": [3]}
    for layer in (1, 4):
        pytorch |= {f"module.{layer}.{name}": [2]
                    for name in ("weight", "bias", "running_mean", "running_var")}
    named = {name.replace("module.0", "a").replace("module.3", "b"): shape
             for name, shape in pytorch.items()}
    return {
        "keras": safetensors(keras, {"epsilon": "0.001"}),
        "pytorch": safetensors(pytorch, {"format": "pt", "order": compact(list(pytorch))}),
        "pytorch_halves": safetensors(pytorch, {}, dtype="F16"),
        "counter": safetensors(pytorch | {"module.1.num_batches_tracked": []}, {}),
        "no_order": safetensors(named, {}),
        "odd_order": safetensors(pytorch, {"order": "[1"}),
        "one_missing": safetensors({k: v for k, v in keras.items() if "dense/k" not in k}, {}),
        "twice": safetensors(pytorch | {"7.bias": [3]}, {}),
        "check": safetensors({"inputs": [2, 4, 4, 2], "outputs": [2, 3]}, {}),
        "other_check": safetensors({"inputs": [2, 2, 4, 4], "outputs": [2, 3]}, {}),
    }


def data_folder_seeds():
    names = {"images": "-images{}idx3-ubyte", "labels": "-labels{}idx1-ubyte"}

    def folder(ending="", between="-", **instead):
        lines = []
        for part in ("train", "t10k"):
            for kind, name in names.items():
                what = instead.get(f"{part}_{kind}", kind + ending)
                lines.append(f"{what} {part}{name.format(between)}{ending}\n")
        return "".join(lines)

    plain = folder()
    seeds = {"plain": plain, "gzip": folder(".gz"), "dots": folder(between="."),
             "both": plain + folder(".gz"), "empty": "",
             "label_images": folder(train_labels="images"),
             "pipe": folder(t10k_images="pipe"), "device": folder(t10k_images="device"),
             "loop": folder(train_images="loop"), "dangling": folder(train_images="dangling"),
             "nothing": folder(train_images="nothing"), "inside": folder(t10k_labels="folder"),
             "nested": "folder a\nup a/b\nimages a/b/train-images-idx3-ubyte\n" + plain}
    batches = "".join(f"batch data_batch_{n}.bin\n" for n in (1, 2, 10))
    seeds |= {"cifar": batches + "nothing colour\n",
              "cifar_of_other_size": batches,
              "cifar_zipped": "batch.gz data_batch_1.bin.gz\nbatch test_batch.bin\nnothing colour\n",
              "arrays": "".join(f"array {part}.npy\nclasses {part}_labels.npy\n"
                                for part in ("train", "test")),
              "arrays_without_test": "array train.npy\nclasses train_labels.npy\n",
              "pictures": "".join(f"folder {part}/a\npicture {part}/a/1.jpg\n"
                                  for part in ("train", "val", "test")) + "nothing colour\n",
              "pictures_of_two_tests": "".join(f"folder {part}/a\npicture {part}/a/1.jpg\n"
                                               for part in ("train", "test", "testing")),
              "emnist": folder().replace(" t", " emnist-letters-t").replace("t10k", "test")}
    return {name: text.encode() for name, text in seeds.items()}


def command_line_seeds():
    lines = {
        "train": "train --recipe notebook --steps 10 --seed 7 --threads 2 --keep-prob 0.5 "
                 "--learning-rate 1e-3 --schedule cosine --augment none --order sequential "
                 "--log run.jsonl --log-every 5 --quiet",
        "resume": "train --resume model --checkpoint-every 10 --keep-last 3",
        "epochs": "train --data data --epochs 0.5 --init-from model --checkpoint model",
        "eval": "eval --checkpoint model --split validation --json",
        "predict": "predict --checkpoint model a.png - pictures --json",
        "describe": "describe --json",
        "man": "man",
        "completion": "completion zsh",
        "help": "train --help",
        "version": "--version",
        "unknown": "train --steps=-1 --stepz 3",
        "two_commands": "train eval --checkpoint model",
        "report": "report --log log --checkpoint model --out page.html",
        "twice": "train --steps 1 --steps 2",
        "separator": "predict --checkpoint model -- --json",
        "nothing": "",
    }
    return {name: "\n".join(["typenet", *line.split()]).encode() for name, line in lines.items()}


def run_log_seeds():
    start = {"event": "start", "version": "0.1.0", "commit": "1a2b3c4", "compiler": "g++ 12.2.0",
             "simd": "AVX2", "threads": 2, "seed": 1, "recipe": "modern", "data": "IDX files of x",
             "steps": 3, "batch": 128}
    steps = [{"event": "step", "step": n, "loss": 2.3 / n**3, "accuracy": 0.1 * n,
              "learning_rate": 0.001, "ms": 50.5} for n in (1, 2, 3)]
    judged = [{"event": "eval", "split": split, "step": 3, "images": 5000, "accuracy": 0.9,
               "loss": 0.02} for split in ("validation", "test")]
    end = {"event": "end", "steps": 3, "seconds": 1.5, "checkpoint": "model"}
    again = start | {"resume": "model", "after_step": 2}
    logs = {"whole": [start, *steps, *judged, end],
            "resumed": [start, *steps, again, steps[2], *judged, end],
            "far_apart": [start, steps[0] | {"loss": 1e60}, steps[1] | {"loss": 1e-300, "ms": -1e60}],
            "no_numbers": [start, steps[0] | {"loss": None, "ms": None}],
            "odd_split": [start, judged[0] | {"split": "<b>\x1b"}],
            "nested": [[[[start]]]], "nothing": []}
    seeds = {name: "".join(compact(e) + "\n" for e in events).encode()
             for name, events in logs.items()}
    return seeds | {"cut_off": seeds["whole"][:-9]}


def main():
    all_seeds = {"idx": idx_seeds(bytes), "idx_gzip": idx_seeds(zipped), "png": png_seeds(),
                 "jpeg": jpeg_seeds(), "npy": npy_seeds(),
                 "settings": settings_seeds(), "checkpoint": checkpoint_seeds(),
                 "weights": weights_seeds(),
                 "data_folder": data_folder_seeds(), "command_line": command_line_seeds(),
                 "run_log": run_log_seeds()}
    for target, seeds in all_seeds.items():
        folder = SEEDS / target
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        for name, content in seeds.items():
            (folder / name).write_bytes(content)


if __name__ == "__main__":
    main()

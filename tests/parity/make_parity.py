#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Computes, with PyTorch in float64, the numbers that typenet's parity tests compare with.

Install:  python3 -m venv venv
          venv/bin/pip install torch==2.13.0 numpy==2.4.6
Run:      venv/bin/python tests/parity/make_parity.py [FOLDER]    (a quarter of a minute)
Writes:   notebook_keep100.json and notebook_keep050.json (no dropout; half of the units kept) to
          FOLDER, by default the folder of this script. Prints how near the ReLU and pooling
          decisions are to a tie, and how far the same run in float32 is from float64.

The network is the notebook's: 28x28x1, conv 5x5 32 SAME, ReLU, max pool 2, conv 5x5 64 SAME, ReLU,
max pool 2, flatten (H, W, C, with C fastest), dense 1024, ReLU, dropout, dense 10, softmax
cross-entropy as the mean over the batch. Ten Adam steps are done by hand in TensorFlow's form,
because torch.optim.Adam adds epsilon after the bias correction of v and TensorFlow before it.

Inputs are made by a formula, repeated bit for bit in parity_data.hpp, so that no large file is
needed. Element i of tensor n is made of the 32-bit hash of i + n * 0x9E3779B9:
    u = (hash >> 8) * 2^-24                  in [0, 1), exact in float32
    pixel = max(0, 2u - 1)                   n = 0, images [16, 28, 28, 1]; exact
    parameter = float32((2u - 1) * scale)    n = 1..8; scale is a float32, so the product is exact
                                             in double and the cast rounds once
    scale = float32(sqrt(6 / fan_in)) for weights, float32(BIAS_SCALE) for biases
    label = image number mod 10
The digest of a tensor is the sum of (bits of element i as float32) * (2i + 1), modulo 2^64.

Dropout uses typenet's own random numbers (include/typenet/base/random.hpp). Their Philox is checked here
against Random123's known answers.
"""

import json
import math
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

BATCH, CLASSES, STEPS = 16, 10, 10
LEARNING_RATE, BETA1, BETA2, EPSILON = 1e-3, 0.9, 0.999, 1e-8
SEED, SUBSTREAM, DROPOUT_STREAM = 7, 0, 2
# Near 0.1, and of all multiples of 0.0001 there the one that keeps the first forward pass farthest
# from a tie: no decision closer than 9.4e-6 of the layer's RMS, where float32 errs by some 1e-7.
BIAS_SCALE = 0.0951
# At most this many values of a tensor are written; of larger tensors, SAMPLES of them.
WHOLE, SAMPLES = 1000, 500

# Name, shape and fan-in; the position in this list, from 1, is the tensor number of the formula.
PARAMETERS = [
    ("conv1.weights", (5, 5, 1, 32), 25),
    ("conv1.biases", (32,), None),
    ("conv2.weights", (5, 5, 32, 64), 800),
    ("conv2.biases", (64,), None),
    ("dense1.weights", (3136, 1024), 3136),
    ("dense1.biases", (1024,), None),
    ("dense2.weights", (1024, 10), 1024),
    ("dense2.biases", (10,), None),
]

FORMAT = {
    "tensors": "row-major; weights HWIO or [in, out]; values[j] is element j * stride; sum, "
    "sum_of_magnitudes and norm (L2) are over all count elements",
    "logits": "[image][class], of the initial parameters with the dropout mask of step 1",
    "loss, gradients": "belong to these logits",
    "losses": "before each Adam step; step t (from 1) has the dropout mask of step t",
    "trained": "the parameters after the last step",
    "kept_units": "of the dropout mask of each step, over the whole batch",
    "digests": "sum of (bits of element i as float32) * (2i + 1), modulo 2^64, in hexadecimal",
    "margins": "how near to a tie the run comes; see closest_decisions() in the script",
    "float32_deviation": "of the same run in PyTorch's float32: largest difference over largest "
    "magnitude; for trained parameters largest and RMS difference, in units of the learning rate "
    "(Adam turns a gradient that is all rounding into a whole step, so single elements go astray)",
}


def hashes(number, count):
    """Those of the first `count` elements of tensor `number`, as uint32."""
    with np.errstate(over="ignore"):
        x = np.arange(count, dtype=np.uint32) + np.uint32(number * 0x9E3779B9 % 2**32)
        x ^= x >> np.uint32(16)
        x *= np.uint32(0x7FEB352D)
        x ^= x >> np.uint32(15)
        x *= np.uint32(0x846CA68B)
        x ^= x >> np.uint32(16)
    return x


def units(number, count):
    """u in [0, 1) of the first `count` elements of tensor `number`, as float64."""
    return (hashes(number, count) >> np.uint32(8)).astype(np.float64) * 2.0**-24


def make_images():
    u = units(0, BATCH * 28 * 28)
    return np.maximum(0.0, 2 * u - 1).astype(np.float32).reshape(BATCH, 28, 28, 1)


def make_parameters():
    made = {}
    for number, (name, shape, fan_in) in enumerate(PARAMETERS, 1):
        scale = np.float64(np.float32(math.sqrt(6 / fan_in) if fan_in else BIAS_SCALE))
        u = units(number, math.prod(shape))
        made[name] = ((2 * u - 1) * scale).astype(np.float32).reshape(shape)
    return made


def digest(tensor):
    bits = tensor.ravel().view(np.uint32).astype(np.uint64)
    odd = 2 * np.arange(bits.size, dtype=np.uint64) + 1
    return f"{int(np.sum(bits * odd, dtype=np.uint64)):016x}"


def philox(counter, key):
    """Philox4x32-10 over arrays of counters: four uint32 arrays, two scalar key words."""
    c = [np.asarray(word, dtype=np.uint64) for word in counter]
    k0, k1 = key
    low, high = np.uint64(0xFFFFFFFF), np.uint64(32)
    for _ in range(10):
        p0, p1 = c[0] * np.uint64(0xD2511F53), c[2] * np.uint64(0xCD9E8D57)
        first, third = p1 >> high ^ c[1] ^ np.uint64(k0), p0 >> high ^ c[3] ^ np.uint64(k1)
        c = [first, p1 & low, third, p0 & low]
        k0, k1 = (k0 + 0x9E3779B9) % 2**32, (k1 + 0xBB67AE85) % 2**32
    return c


def check_philox():
    """Random123's kat_vectors, lines "philox4x32 10"."""
    pi = [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344, 0xA4093822, 0x299F31D0]
    for words, expected in [
        ([0] * 6, "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        ([0xFFFFFFFF] * 6, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        (pi, "d16cfe09 94fdcceb 5001e420 24126ea1"),
    ]:
        found = " ".join(f"{int(word):08x}" for word in philox(words[:4], words[4:]))
        if found != expected:
            sys.exit(f"error: philox4x32-10 gives {found}, Random123 {expected}")


def dropout_mask(step, keep_probability):
    """[BATCH, 1024] of bool: which units typenet keeps at this step."""
    item, unit = np.arange(BATCH)[:, None], np.arange(1024)[None, :]
    block, word = unit // 64 * 16 + unit % 16, unit // 16 % 4
    shape = np.broadcast_shapes(item.shape, unit.shape)
    counter = [block, item, step, DROPOUT_STREAM << 24 | SUBSTREAM]
    words = philox([np.broadcast_to(c, shape) for c in counter], (SEED % 2**32, SEED >> 32))
    bits = np.choose(np.broadcast_to(word, shape), words)
    return bits < np.uint64(int(keep_probability * 2**32))


def closest_decisions(record, name, before_relu, pooled):
    """Lowers record's margins to those of this layer: |z| before a ReLU, and the lead of the first
    over the second of a pooling window that is not all zero, both relative to the RMS of z. No
    record, no work."""
    if record is None:
        return
    z = before_relu.detach()
    rms = z.square().mean().sqrt()
    lowest = {"relu": (z.abs().min() / rms).item()}
    if pooled:
        windows = torch.relu(z).unfold(2, 2, 2).unfold(3, 2, 2).flatten(4)
        top = windows.topk(2).values
        lead = (top[..., 0] - top[..., 1])[top[..., 0] > 0]
        lowest["pool"] = (lead.min() / rms).item()
    for kind, value in lowest.items():
        key = f"{name}.{kind}"
        record[key] = min(record.get(key, math.inf), value)


def forward(p, images, mask=1, keep_probability=1, margins=None):
    """Logits [BATCH, CLASSES]. Images and weights come in TensorFlow's layouts, NHWC and HWIO."""
    x = images.permute(0, 3, 1, 2)
    for layer in ("conv1", "conv2"):
        z = F.conv2d(x, p[f"{layer}.weights"].permute(3, 2, 0, 1), p[f"{layer}.biases"], padding=2)
        closest_decisions(margins, layer, z, pooled=True)
        x = F.max_pool2d(torch.relu(z), 2)
    z = x.permute(0, 2, 3, 1).flatten(1) @ p["dense1.weights"] + p["dense1.biases"]
    closest_decisions(margins, "dense1", z, pooled=False)
    x = torch.relu(z) * mask / keep_probability
    return x @ p["dense2.weights"] + p["dense2.biases"]


def adam(step, p, m, v, gradients):
    """One update of all parameters and moments, in TensorFlow's form."""
    rate = LEARNING_RATE * math.sqrt(1 - BETA2**step) / (1 - BETA1**step)
    for name, g in gradients.items():
        m[name] = BETA1 * m[name] + (1 - BETA1) * g
        v[name] = BETA2 * v[name] + (1 - BETA2) * g * g
        p[name] = p[name].detach() - rate * m[name] / (v[name].sqrt() + EPSILON)


def train(dtype, keep_probability):
    """The whole case. Returns numpy tensors under the names of FORMAT."""
    images = torch.tensor(make_images(), dtype=dtype)
    labels = torch.arange(BATCH) % CLASSES
    p = {name: torch.tensor(value, dtype=dtype) for name, value in make_parameters().items()}
    m = {name: torch.zeros_like(value) for name, value in p.items()}
    v = {name: torch.zeros_like(value) for name, value in p.items()}
    case = {"losses": [], "kept_units": [], "first_margins": {}, "all_margins": {}}
    for step in range(1, STEPS + 1):
        mask = torch.tensor(dropout_mask(step, keep_probability))
        for value in p.values():
            value.requires_grad_(True)
        margins = case["first_margins" if step == 1 else "all_margins"]
        logits = forward(p, images, mask, keep_probability, margins)
        loss = F.cross_entropy(logits, labels)
        gradients = dict(zip(p, torch.autograd.grad(loss, list(p.values()))))
        case["losses"].append(loss.item())
        case["kept_units"].append(int(mask.sum()))
        if step == 1:
            case["all_margins"] = dict(margins)
            case["logits"] = logits.detach().numpy().astype(np.float64)
            case["gradients"] = {n: g.numpy().astype(np.float64) for n, g in gradients.items()}
        adam(step, p, m, v, gradients)
    case["trained"] = {name: value.numpy().astype(np.float64) for name, value in p.items()}
    return case


def summary(tensor):
    flat = tensor.ravel()
    stride = 1
    if flat.size > WHOLE:
        # No common factor with the size, so that the samples visit every channel or unit.
        stride = next(s for s in range(flat.size // SAMPLES, 0, -1) if math.gcd(s, flat.size) == 1)
    return {
        "shape": list(tensor.shape),
        "stride": stride,
        "values": flat[::stride][: SAMPLES if flat.size > WHOLE else None].tolist(),
        "sum": math.fsum(flat),
        "sum_of_magnitudes": math.fsum(np.abs(flat)),
        "norm": math.sqrt(math.fsum(flat * flat)),
    }


def deviation(single, double):
    """Of the float32 run from the float64 run; see FORMAT."""
    def relative(a, b):
        return float(np.max(np.abs(np.subtract(a, b))) / np.max(np.abs(b)))

    def in_learning_rates(a, b):
        difference = np.abs(a - b) / LEARNING_RATE
        return {"largest": float(difference.max()), "rms": math.sqrt(np.mean(difference**2))}

    gradients, trained = double["gradients"], double["trained"]
    return {
        "logits": relative(single["logits"], double["logits"]),
        "losses": relative(single["losses"], double["losses"]),
        "gradients": {n: relative(single["gradients"][n], g) for n, g in gradients.items()},
        "trained": {n: in_learning_rates(single["trained"][n], t) for n, t in trained.items()},
    }


def write_case(path, keep_probability):
    case = train(torch.float64, keep_probability)
    single = train(torch.float32, keep_probability)
    inputs = {"images": make_images()} | make_parameters()
    versions = f"torch {torch.__version__}, numpy {np.__version__}"
    result = {
        "made_by": f"tests/parity/make_parity.py with {versions}",
        "format": FORMAT,
        "batch": BATCH,
        "keep_probability": keep_probability,
        "dropout": {"seed": SEED, "substream": SUBSTREAM},
        "adam": {
            "learning_rate": LEARNING_RATE,
            "beta1": BETA1,
            "beta2": BETA2,
            "epsilon": EPSILON,
        },
        "digests": {name: digest(value) for name, value in inputs.items()},
        "margins": {"first_step": case["first_margins"], "all_steps": case["all_margins"]},
        "float32_deviation": deviation(single, case),
        "kept_units": case["kept_units"],
        "logits": case["logits"].ravel().tolist(),
        "loss": case["losses"][0],
        "losses": case["losses"],
        "gradients": {name: summary(g) for name, g in case["gradients"].items()},
        "trained": {name: summary(t) for name, t in case["trained"].items()},
    }
    # One line per member, so that a difference between two versions can be read.
    lines = [
        f"{json.dumps(key)}:{json.dumps(value, separators=(',', ':'))}"
        for key, value in result.items()
    ]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(path.name, f"{path.stat().st_size} bytes, losses {case['losses']}")
    for key in ("margins", "float32_deviation", "digests", "kept_units"):
        print(f"  {key}: {json.dumps(result[key])}")


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent
    # One thread: the order of sums, and with it the last digits, stay the same everywhere.
    torch.set_num_threads(1)
    check_philox()
    write_case(folder / "notebook_keep100.json", 1.0)
    write_case(folder / "notebook_keep050.json", 0.5)


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: BSL-1.0
"""The recipe `cifar`: docs/results/cifar.json. ResNet-8 on batches 1 to 4, judged on batch 5, seed by
seed beside PyTorch; then on all 50,000 images, judged on what there is of the test batch."""

import json
import lzma
import os
import pathlib
import subprocess
import tempfile

from .context import ROOT, Context
from .measure_recipes import last, train

SCRIPT = ROOT / "bench/peers/pytorch_cifar.py"
THREADS = 2
SEEDS = 3
EPOCHS, ALL_EPOCHS = 12, 60


def unpacked(source: pathlib.Path, folder: pathlib.Path) -> None:
    """Batches 1 to 5 alone, as PyTorch's script reads them; typenet takes the last one as the test."""
    for number in range(1, 6):
        name = f"data_batch_{number}.bin"
        plain, packed = source / name, source / f"{name}.xz"
        content = plain.read_bytes() if plain.exists() else lzma.decompress(packed.read_bytes())
        (folder / name).write_bytes(content)


def typenet_run(context: Context, data: object, seed: int, epochs: int) -> dict:
    events = train([context.program("typenet"), "train", "--network", "resnet8", "--recipe", "cifar",
                    "--data", data, "--validation", 0, "--threads", THREADS, "--seed", seed,
                    "--epochs", epochs])
    test = last(events, "test")
    return {"seed": seed, "accuracy": test["accuracy"], "images": test["images"],
            "seconds": events[-1]["seconds"]}


def pytorch_run(context: Context, data: object, seed: int) -> dict:
    said = subprocess.run([context.pythons["PyTorch"], SCRIPT, str(data), str(THREADS), str(seed),
                           str(EPOCHS)], check=True, capture_output=True, text=True).stdout
    return json.loads(said)


def measure(context: Context) -> dict:
    source = os.environ.get("TYPENET_CIFAR10")
    if not source:
        raise RuntimeError("TYPENET_CIFAR10 names no folder with CIFAR-10's batches")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        unpacked(pathlib.Path(source), pathlib.Path(folder))
        for seed in range(1, SEEDS + 1):
            row = {"typenet": typenet_run(context, folder, seed, EPOCHS)}
            if "PyTorch" in context.pythons:
                row["PyTorch"] = pytorch_run(context, folder, seed)
            rows.append(row)
            print(f"  seed {seed}: "
                  + ", ".join(f"{name} {run['accuracy']:.4f}" for name, run in row.items()),
                  flush=True)
    whole = typenet_run(context, source, 1, ALL_EPOCHS)
    print(f"  all images, {ALL_EPOCHS} epochs: {whole['accuracy']:.4f}", flush=True)
    return {"threads": THREADS, "epochs": EPOCHS, "rows": rows,
            "whole": {"epochs": ALL_EPOCHS, **whole}}

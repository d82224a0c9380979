# SPDX-License-Identifier: BSL-1.0
"""Which peers are installed, and in which Python."""

import pathlib
import re
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "peers"
MODULES = {"PyTorch": "pytorch", "TensorFlow": "tensorflow", "ONNX Runtime": "onnxruntime"}
PACKAGES = {"PyTorch": ["torch", "numpy"], "TensorFlow": ["tensorflow", "numpy"],
            "ONNX Runtime": ["onnxruntime", "onnx", "torch", "numpy"]}
ASK = """
import importlib.metadata as m, sys
for name in sys.argv[1:]:
    try: print(name, m.version(name))
    except m.PackageNotFoundError: pass
"""


def pinned() -> dict[str, str]:
    lines = (FOLDER / "requirements.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w-]+)==(\S+)$", lines, re.MULTILINE))


def versions(python: str) -> dict[str, str]:
    """What of the pinned packages a Python has."""
    try:
        said = subprocess.run([python, "-c", ASK, *pinned()], capture_output=True, text=True,
                              check=True).stdout
    except (OSError, subprocess.CalledProcessError) as wrong:
        print(f"{python} is not asked for peers: {wrong}")
        return {}
    return dict(line.split() for line in said.splitlines())


def find(pythons: list[str]) -> dict[str, str]:
    """For each peer the first Python that has it; says which peers are left out."""
    installed = {python: versions(python) for python in pythons or [sys.executable]}
    found = {}
    for peer, packages in PACKAGES.items():
        able = [python for python, has in installed.items() if set(packages) <= set(has)]
        if not able:
            print(f"{peer} is left out: no --python has {', '.join(packages)}")
            continue
        found[peer] = able[0]
        has, wanted = installed[able[0]][packages[0]], pinned()[packages[0]]
        if has.split("+")[0] != wanted:
            print(f"{peer} is {has}, where bench/peers/requirements.txt has {wanted}")
    return found

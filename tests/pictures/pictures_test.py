#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Pictures from scanners and cameras: pictures_test.py PROGRAM MAKE_PICTURES.

A network is trained, on MNIST if TYPENET_DATA names its folder, else on the built-in digits; then it
is shown test digits, clean and with what happens to pictures on the way.
"""

import json
import os
import subprocess
import sys
import tempfile

COUNT = 60
SIDES = (400, 1200)
MOST_CHANGED = {"noise": 1, "dust": 1}   # answers that are not those to the clean pictures
LEAST_RIGHT = {"clean": 57, "light": 54, "frame": 54}


def train(program, folder, data):
    model = os.path.join(folder, "model")
    much = ["--data", data, "--epochs", "1"] if data else ["--steps", "200"]
    environment = {k: v for k, v in os.environ.items() if k != "TYPENET_DATA"}
    subprocess.run([program, "train", *much, "--quiet", "--checkpoint", model], check=True,
                   env=environment)
    return model


def answers(program, model, folder):
    """What is said of each picture, and what is right, in the order of their names."""
    done = subprocess.run([program, "predict", "--json", "--checkpoint", model, folder], check=True,
                          capture_output=True, text=True)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    return [t["class"] for t in told], [int(t["file"].split("-")[-1][0]) for t in told]


def main():
    program, make_pictures = sys.argv[1:]
    data = os.environ.get("TYPENET_DATA")
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="typenet-test-") as root:
        model = train(program, root, data)
        for side in SIDES:
            clean = None
            for kind in ("clean", *MOST_CHANGED, "light", "frame"):
                folder = os.path.join(root, f"{kind}{side}")
                os.mkdir(folder)
                subprocess.run([make_pictures, kind, str(side), str(COUNT), folder,
                                *([data] if data else [])], check=True)
                said, labels = answers(program, model, folder)
                clean = clean or said
                right = sum(a == b for a, b in zip(said, labels))
                changed = sum(a != b for a, b in zip(said, clean))
                good = (len(said) == COUNT and changed <= MOST_CHANGED.get(kind, COUNT)
                        and right >= LEAST_RIGHT.get(kind, 0))
                wrong += not good
                print(f"{side} x {side}, {kind}: {right} of {len(said)} right, {changed} not as "
                      f"clean{'' if good else ' WRONG'}", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Draws pictures to learn from: circles, squares and triangles, each kind in a folder of its own.

usage: make_shapes.py FOLDER [NUMBER] [SEED]

Writes FOLDER/circle/0.png to FOLDER/triangle/(NUMBER - 1).png, NUMBER being 200 unless given. Sizes,
colours and places are drawn at random from SEED, 1 unless given. Needs nothing but Python.
"""

import math
import pathlib
import random
import struct
import sys
import zlib


def png(width, height, rows):
    """A PNG of rows of bytes, three to a pixel."""
    def chunk(name, body):
        sum_of_both = zlib.crc32(name + body)
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", sum_of_both)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in rows))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body)
            + chunk(b"IEND", b""))


def inside(corners, x, y):
    """Whether a point is on the same side of all sides."""
    sides = zip(corners, corners[1:] + corners[:1])
    return all((bx - ax) * (y - ay) >= (by - ay) * (x - ax) for (ax, ay), (bx, by) in sides)


def shape(kind, middle_x, middle_y, radius, turn):
    """A function that says whether a point is part of the shape."""
    if kind == "circle":
        return lambda x, y: math.hypot(x - middle_x, y - middle_y) <= radius
    number = {"square": 4, "triangle": 3}[kind]
    angles = [turn + 2 * math.pi * i / number for i in range(number)]
    corners = [(middle_x + radius * math.cos(a), middle_y + radius * math.sin(a)) for a in angles]
    return lambda x, y: inside(corners, x, y)


def picture(kind, draw):
    """A shape of one colour on a ground of another, of any size and anywhere."""
    width, height = draw.randint(32, 64), draw.randint(32, 64)
    radius = draw.uniform(9, 15)
    x = draw.uniform(radius, width - radius)
    y = draw.uniform(radius, height - radius)
    is_ink = shape(kind, x, y, radius, draw.uniform(0, 2 * math.pi))
    dark = bytes(draw.randint(0, 90) for _ in range(3))
    light = bytes(draw.randint(165, 255) for _ in range(3))
    ink, paper = (dark, light) if draw.random() < 0.5 else (light, dark)
    return png(width, height, [b"".join(ink if is_ink(i + 0.5, j + 0.5) else paper
                                        for i in range(width)) for j in range(height)])


def main():
    if not 2 <= len(sys.argv) <= 4:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    draw = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    for kind in ("circle", "square", "triangle"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
        for i in range(number):
            (folder / kind / f"{i}.png").write_bytes(picture(kind, draw))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes a picture of digits into docs/: what a sheet program draws, black on white.

usage: make_digits_picture.py [--check] SHEET_PROGRAM PICTURE

--check writes nothing and fails if the picture is of other digits. digits.png is by
typenet_digits_sheet, augmentation.png by typenet_augmentation_sheet.
"""

import argparse
import pathlib
import struct
import subprocess
import sys
import zlib

DOCS = pathlib.Path(__file__).resolve().parents[2] / "docs"
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def sheet(program):
    """Width, height and the rows of grey pixels, 0 is black."""
    made = subprocess.run([program], capture_output=True, check=True).stdout
    head, pixels = made.split(b"\n", 1)
    width, height = map(int, head.split()[1:3])
    pixels = bytes(255 - ink for ink in pixels)
    return width, height, [pixels[y * width:(y + 1) * width] for y in range(height)]


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width, height, rows):
    """An 8-bit grey PNG; each row is stored as it is (filter 0)."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return SIGNATURE + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def read_png(data):
    """What `png` was given: other versions of zlib may pack the same rows differently."""
    chunks = {}
    at = len(SIGNATURE)
    while at < len(data):
        size, name = struct.unpack(">I4s", data[at:at + 8])
        chunks[name] = data[at + 8:at + 8 + size]
        at += 12 + size
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    lines = zlib.decompress(chunks[b"IDAT"])
    return width, height, [lines[y * (width + 1) + 1:(y + 1) * (width + 1)] for y in range(height)]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--check", action="store_true")
    arguments.add_argument("program")
    arguments.add_argument("picture", type=DOCS.joinpath)
    asked = arguments.parse_args()
    drawn = sheet(asked.program)
    if not asked.check:
        asked.picture.write_bytes(png(*drawn))
    elif read_png(asked.picture.read_bytes()) != drawn:
        print(f"{asked.picture.name} is of other digits: run tests/docs/make_digits_picture.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

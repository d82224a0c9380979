#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes what the compilers say of wrong networks into README.md.

usage: make_errors.py [--include DIR...] [--cxx CXX...]

A block of README.md between <!-- error of COMPILER: RIGHT => WRONG --> and <!-- /error --> holds
the first error of that compiler when RIGHT stands as WRONG in README's first C++ program. COMPILER
is `g++ 12` or `clang++ 19`; only blocks of the compilers given are written.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(
    r"(?P<head><!-- error of (?P<compiler>\S+ \d+): (?P<right>.+?) => (?P<wrong>.+?) -->\n"
    r"```text\n)(?P<words>.*?)(?P<foot>```\n<!-- /error -->)", re.DOTALL)
PROGRAM = re.compile(r"^```cpp\n(.*?)^```$", re.DOTALL | re.MULTILINE)
# The folders above typenet's own, or above a program, may have any name.
ERROR = re.compile(r"(?:[^:]*/)?(typenet/[^:]+|main\.cpp):\d+:\d+: ((?:fatal )?error: .*)")
FACT = re.compile(r'(layer|use|expects|got|from)<\d+>\{"([^"]*)"\}')


def compiler_of(cxx):
    """`g++ 12` or `clang++ 19`."""
    said = subprocess.run([cxx, "--version"], capture_output=True, text=True, check=True).stdout
    if match := re.search(r"clang version (\d+)", said):
        return f"clang++ {match[1]}"
    version = subprocess.run([cxx, "-dumpversion"], capture_output=True, text=True, check=True)
    return f"g++ {version.stdout.split('.')[0].strip()}"


def flags(includes):
    return ["-std=c++20", "-fsyntax-only",
            *(flag for folder in includes for flag in ("-I", str(folder)))]


def first_error(cxx, includes, source):
    """The first error of a program, its file without the folders of this machine."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "main.cpp"
        path.write_text(source, encoding="utf-8")
        # Without a locale g++ quotes with plain '.
        said = subprocess.run([cxx, *flags(includes), str(path)], capture_output=True, text=True,
                              env={**os.environ, "LC_ALL": "C"}, check=False).stderr
    for line in said.splitlines():
        if match := ERROR.match(line):
            return f"{match[1]}: {match[2]}"
    return "no error"


def wrong_program(page, block):
    source = PROGRAM.search(page)[1]
    if block["right"] not in source:
        raise ValueError(f"README.md: its program has no {block['right']}")
    return source.replace(block["right"], block["wrong"], 1)


def facts(words):
    """What any compiler says of a fault: layer, expected, got and from."""
    return dict(FACT.findall(words))


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--include", nargs="+", default=[])
    arguments.add_argument("--cxx", nargs="+", default=["g++-12", "clang++-19"])
    asked = arguments.parse_args()
    path = pathlib.Path(__file__).resolve().parents[2] / "README.md"
    page = path.read_text(encoding="utf-8")
    compilers = {compiler_of(cxx): cxx for cxx in asked.cxx}
    includes = [path.parent / "include", *asked.include]

    def block(match):
        if match["compiler"] not in compilers:
            return match[0]
        words = first_error(compilers[match["compiler"]], includes, wrong_program(page, match))
        if not facts(words):
            sys.exit(f"{match['compiler']} says nothing of shapes: {words}")
        return f"{match['head']}{words}\n{match['foot']}"

    path.write_text(BLOCK.sub(block, page), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

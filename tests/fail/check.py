#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compiles wrong programs and judges what the compiler says of them.

usage: check.py --cxx CXX [--std STD] [--include DIR...] [--only NAME...]
                [--self-test | --write-manual]

A program in cases/ is one mistake:

    // MISTAKE: what is wrong, in a sentence
    // EXPECT: layer "3 relu" expects "..." got "..." from "..."      (or: use "..."; from may lack)
    // CURE: what to do about it

With FIXED defined it must compile. Without, the compiler must fail with exactly one error, whose
first line has these facts, in at most 8 lines (g++) or 12 (clang), and one or three more for each
template of the program's own that the use stands in (// LEVELS: 1). What it says is compared with
docs/errors.md too, if that page has this compiler. Exit code 77: no such compiler.
"""

import argparse
import concurrent.futures
import functools
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
MANUAL = ROOT / "docs" / "errors.md"
SKIPPED = 77
LINES = {"g++": 8, "clang++": 12}
LINES_PER_LEVEL = {"g++": 1, "clang++": 3}  # where it was instantiated, and clang shows the place
EXPECT = re.compile(r'(layer|use) "(.+)" expects "(.+)" got "(.+?)"(?: from "(.+)")?')


class Compiler:
    def __init__(self, cxx, std, includes):
        said = subprocess.run([cxx, "--version"], capture_output=True, text=True, check=True).stdout
        clang = re.search(r"clang version (\d+)", said)
        version = clang[1] if clang else subprocess.run(
            [cxx, "-dumpversion"], capture_output=True, text=True, check=True).stdout.split(".")[0]
        self.kind = "clang++" if clang else "g++"
        self.name = f"{self.kind} {version.strip()} -std={std}"
        self.command = [cxx, f"-std={std}", "-fsyntax-only", "-Wall", "-Wextra",
                        f"-I{ROOT / 'include'}", *(f"-isystem{folder}" for folder in includes)]

    @functools.cache
    def __call__(self, *arguments):
        """Exit code and lines; without a locale quotes are plain and messages English."""
        done = subprocess.run([*self.command, *map(str, arguments)], capture_output=True, text=True,
                              cwd=HERE, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"}, check=False)
        return done.returncode, done.stderr.splitlines()


def header(source, word, default=None):
    found = re.search(rf"^// {word}: (.+)$", source.read_text(encoding="utf-8"), re.MULTILINE)
    if not found and default:
        return default
    if not found:
        raise ValueError(f"{source.name} has no line // {word}:")
    return found[1]


def facts_expected(source):
    found = EXPECT.fullmatch(header(source, "EXPECT"))
    if not found:
        raise ValueError(f"{source.name}: // EXPECT: is not of the form {EXPECT.pattern}")
    return found.groups(default="")


def cut(words):
    """As diagnostic.hpp cuts what clang would."""
    return words if len(words) <= 36 else words[:33] + "..."


def first_line_expected(source):
    """A pattern for either form of the report: types with texts, or one sentence."""
    place, who, expects, got, origin = facts_expected(source)
    parts = [(place, who), ("expects", expects), ("got", got), ("from", origin)]
    types = ", ".join(rf'(typenet::)?(checking::)?{part}<\d+>\{{"{re.escape(cut(words))}"\}}'
                      for part, words in parts if words)
    sentence = f"{'layer ' if place == 'layer' else ''}{who} expects {expects}, got {got}"
    sentence += f" from {origin}" if origin else ""
    return re.compile(rf"mistake<{types}>|: {re.escape(sentence)}$")


def faults_of_output(source, code, lines, budget):
    errors = [line for line in lines if re.search(r"\berror:", line)]
    if code == 0:
        return "it compiles"
    if not errors:
        return "it fails without an error line"
    if not first_line_expected(source).search(errors[0]):
        return f"its first error is another: {errors[0]}"
    if len(errors) > 1:
        return f"it has {len(errors)} errors, expected 1: {errors[1]}"
    if len(lines) > budget:
        return f"it takes {len(lines)} lines, expected at most {budget}"
    return None


def fault_of_wrong_half(compiler, source):
    code, lines = compiler(source.relative_to(HERE))
    levels = int(header(source, "LEVELS", default="0"))
    return faults_of_output(source, code, lines,
                            LINES[compiler.kind] + levels * LINES_PER_LEVEL[compiler.kind])


def fault_of_right_half(compiler, source):
    code, lines = compiler("-DFIXED", source.relative_to(HERE))
    return None if code == 0 else "its right half does not compile: " + "\n".join(lines[:8])


def faults(compiler, sources, run):
    """The faults of all programs, by name. Right halves are compiled in one go, each in a namespace
    of its own, and one by one only to tell which is wrong."""
    found = {}
    for source, fault in zip(sources, run(lambda s: fault_of_wrong_half(compiler, s), sources)):
        if fault:
            found[source.stem] = fault
    headers = sorted({h for s in sources
                      for h in re.findall(r"^#include .*$", s.read_text(encoding="utf-8"), re.M)})
    with tempfile.TemporaryDirectory() as folder:
        whole = pathlib.Path(folder) / "all.cpp"
        whole.write_text("\n".join(headers) + "\n" + "".join(
            f'namespace right_half_of_{s.stem} {{\n#include "{s}"\n}}\n' for s in sources), encoding="utf-8")
        if compiler("-DFIXED", whole)[0] == 0:
            return found
    for source, fault in zip(sources, run(lambda s: fault_of_right_half(compiler, s), sources)):
        if fault:
            found.setdefault(source.stem, fault)
    return found or {"all": "the right halves do not compile together"}


def self_test(compiler, run):
    """Every program in unsound/ must fail the check, for the reason that it states."""
    sources = sorted((HERE / "unsound").glob("*.cpp"))
    failed = 0
    for source in sources:
        wanted = header(source, "FAILS")
        found = faults(compiler, [source], run).get(source.stem, "nothing")
        if not re.search(wanted, found):
            print(f"{source.name}: expected the check to find {wanted!r}, it found: {found}")
            failed += 1
    print(f"{compiler.name}: {len(sources) - failed} of {len(sources)} unsound programs are found out")
    return 1 if failed or not sources else 0


# The manual.

def shortened(lines):
    """Output without this machine's folders, and without the places in headers, which move."""
    text = "\n".join(lines)
    text = text.replace(f"{ROOT}/include/", "").replace("cases/", "")
    kept, in_header = [], False
    for line in text.split("\n"):
        if place := re.match(r"(\S+\.[ch]pp):\d+:\d+: ", line):
            in_header = place[1].startswith("typenet/")
        line = re.sub(r"(typenet/\S+\.hpp):\d+(:\d+)?", r"\1", line)
        kept.append(re.sub(r"^ +\d+ \|", "      |", line) if in_header else line)
    return "\n".join(kept)


def listing(source, fixed):
    """A program as with FIXED defined or not."""
    kept, keeps = [], True
    for line in source.read_text(encoding="utf-8").splitlines():
        if line in ("#ifdef FIXED", "#ifndef FIXED"):
            keeps = (line == "#ifdef FIXED") == fixed
        elif line == "#else":
            keeps = not keeps
        elif line == "#endif":
            keeps = True
        elif keeps and not line.startswith("//"):
            kept.append(line)
    return kept


def difference(source):
    wrong, right = listing(source, False), listing(source, True)
    removed = [line for line in wrong if line not in right]
    added = [line for line in right if line not in wrong]
    return [f"- {line.strip()}" for line in removed] + [f"+ {line.strip()}" for line in added]


def block(compiler, source):
    return f"<!-- {source.stem}: {compiler.name} -->\n```text\n" + shortened(
        compiler(source.relative_to(HERE))[1]) + "\n```\n"


def manual_page(compiler, sources, run, page):
    """The page with this compiler's blocks as they are now; the other compilers' as they were."""
    modes = ["g++ 12 -std=c++20", "clang++ 19 -std=c++20", "clang++ 19 -std=c++2c"]
    written = dict(zip(sources, run(lambda s: block(compiler, s), sources)))
    head = [__doc_manual__]
    for source in sources:
        head.append(f"## {header(source, 'MISTAKE')}\n\n```diff\n" + "\n".join(difference(source)) +
                    f"\n```\n\n{header(source, 'CURE')}\n\n")
        for mode in modes:
            old = re.search(rf"<!-- {source.stem}: {re.escape(mode)} -->\n```text\n.*?\n```\n", page, re.S)
            now = written[source] if mode == compiler.name else old[0] if old else ""
            head.append(f"{mode}:\n\n{now}\n" if now else "")
    return "".join(head).rstrip("\n") + "\n"


__doc_manual__ = """# What the compiler says

Every mistake that a network's type can have is one error. Its first line names the layer with its
position in the list (the input is 0), what the layer expects, what it got and from which layer.
Before C++26 the facts stand in a type, `mistake<layer{...}, expects{...}, got{...}, from{...}>`;
where `static_assert` takes a computed message they are one sentence.

A wrong network fails where it is used first. To have it fail where it is named, write
`typenet::checked<...>` in place of `typenet::network<...>`, or around it. If the first use stands in a
template of your own, or of the standard library, the compiler also says where that was instantiated: a
line more with g++, three with clang (six for a constraint). Each header of your own between the
error and the file that is compiled is a line.

Of a wrong network little is known (its classes, where it ends in a dense layer and a loss that are
right in themselves): its constants agree with whatever is asserted of them, so that its uses add no
errors. Some do: `!(net::parameters > n)`, as a comparison is a plain `bool`, which constraints demand;
a number made of one and asserted, or counted in a loop over a table; and what takes numbers of one
type only, `std::max(net::depth, 10)`, `std::sqrt(net::parameters)` or
`std::array{right::parameters, net::parameters}`. `printf` warns of them. What a constexpr function of
your own computes with a wrong call, and asserts, is a second error too. The first one is the mistake's.

This page is written by `tests/fail/check.py --write-manual` from the programs in `tests/fail/cases`,
and a test compares it. Places in typenet's own headers are left out.

"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cxx", required=True)
    parser.add_argument("--std", default="c++20")
    parser.add_argument("--include", nargs="*", default=[])
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--write-manual", action="store_true")
    asked = parser.parse_args()
    if not shutil.which(asked.cxx):
        print(f"skipped: no compiler {asked.cxx}")
        return SKIPPED
    compiler = Compiler(asked.cxx, asked.std, asked.include)
    sources = sorted((HERE / "cases").glob("*.cpp"))
    if asked.only:
        sources = [s for s in sources if s.stem in asked.only]
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        def run(work, items):
            return list(pool.map(work, items))
        if asked.self_test:
            return self_test(compiler, run)
        found = faults(compiler, sources, run)
        page = MANUAL.read_text(encoding="utf-8") if MANUAL.exists() else ""
        told = asked.write_manual or f": {compiler.name} -->" in page
        now = manual_page(compiler, sources, run, page) if told and not asked.only else page
    if asked.write_manual:
        MANUAL.write_text(now, encoding="utf-8")
    elif now != page:
        found["docs/errors.md"] = "it is stale: call this with --write-manual"
    for name, fault in found.items():
        print(f"{name}: {fault}")
    print(f"{compiler.name}: {len(sources)} mistakes, {len(found)} not told as expected")
    return 1 if found or not sources else 0


if __name__ == "__main__":
    sys.exit(main())

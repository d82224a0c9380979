#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compiles wrong programs and judges what the compiler says of them.

usage: check.py --cxx CXX [--std STD] [--include DIR...] [--only NAME...]
                [--mended | --self-test | --write-manual]

A program in cases/ is one mistake:

    // MISTAKE: what is wrong, in a sentence
    // EXPECT: layer "3 relu" expects "..." got "..." from "..."      (or: use "..."; from may lack)
    // CURE: what to do about it

The compiler must fail with exactly one error, whose first line has these facts, in at most 8 lines
(g++) or 12 (clang), and one or three more for each template of the program's own that the use
stands in (// LEVELS: 1). --mended: all of them must compile with FIXED defined, too. Exit code 77: no
such compiler.

docs/errors.md has parts between <!-- NAME: WHAT --> and <!-- / --> that --write-manual writes and
every other call compares: the table of all mistakes (mistakes: table), what FIXED changes of a
program (budget: change), and what this compiler says of it (budget: g++ 12 -std=c++20).
"""

import argparse
import concurrent.futures
import dataclasses
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
MANUAL = ROOT / "docs" / "errors.md"
PART = re.compile(r"(<!-- (\w+): ([^\n]+) -->\n).*?(<!-- / -->\n)", re.DOTALL)
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
        self.command = [cxx, f"-std={std}", "-Wall", "-Wextra",
                        f"-I{ROOT / 'include'}", *(f"-isystem{folder}" for folder in includes)]

    def precompile(self, folder):
        """The libraries' headers that programs include, which are three quarters of their time.
        Not typenet's own: how a message came there is part of it."""
        own = self.run("-MM", "-include", "typenet/app.hpp", "-x", "c++", "/dev/null").stdout
        lines = {line for header in re.findall(r"include/(typenet/\S+\.hpp)", own)
                 for line in (ROOT / "include" / header).read_text(encoding="utf-8").splitlines()
                 if line.startswith("#include <")}
        headers = pathlib.Path(folder) / "libraries.hpp"
        headers.write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")
        compiled = headers.with_suffix(".hpp.pch" if self.kind == "clang++" else ".hpp.gch")
        done = self.run("-x", "c++-header", headers, "-o", compiled)
        if done.returncode:
            raise RuntimeError(done.stderr)
        self.command += ["-include", str(headers)]

    def __call__(self, *arguments):
        """Exit code and lines."""
        done = self.run("-fsyntax-only", *arguments)
        return done.returncode, done.stderr.splitlines()

    def run(self, *arguments):
        """Without a locale quotes are plain and messages English."""
        return subprocess.run([*self.command, *map(str, arguments)], capture_output=True, text=True,
                              cwd=HERE, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"}, check=False)


@dataclasses.dataclass
class Mistake:
    """A program of cases/; what a compiler says of it is asked once."""
    source: pathlib.Path
    code: int = 0
    lines: list = dataclasses.field(default_factory=list)

    def __post_init__(self):
        self.text = self.source.read_text(encoding="utf-8")
        self.name = self.source.stem
        self.what, self.cure = self.header("MISTAKE"), self.header("CURE")
        self.levels = int(self.header("LEVELS", "0"))
        found = EXPECT.fullmatch(self.header("EXPECT"))
        if not found:
            raise ValueError(f"{self.source.name}: // EXPECT: is not of the form {EXPECT.pattern}")
        self.place, self.who, self.expects, self.got, self.origin = found.groups(default="")

    def header(self, word, default=None):
        found = re.search(rf"^// {word}: (.+)$", self.text, re.MULTILINE)
        if not found and default is None:
            raise ValueError(f"{self.source.name} has no line // {word}:")
        return found[1] if found else default

    def compile(self, compiler):
        self.code, self.lines = compiler(self.source.relative_to(HERE))

    def sentence(self):
        words = f"{'layer ' if self.place == 'layer' else ''}{self.who}"
        words += f" expects {self.expects}, got {self.got}"
        return words + (f" from {self.origin}" if self.origin else "")

    def first_line(self):
        """A pattern for either form of the report: types with texts, or one sentence. Of a text
        diagnostic.hpp has 36 characters, as clang would cut it."""
        facts = [(self.place, self.who), ("expects", self.expects), ("got", self.got),
                 ("from", self.origin)]
        facts = [(part, words if len(words) <= 36 else words[:33] + "...") for part, words in facts]
        types = ", ".join(rf'(typenet::)?(checking::)?{part}<\d+>\{{"{re.escape(words)}"\}}'
                          for part, words in facts if words)
        return re.compile(rf"mistake<{types}>|: {re.escape(self.sentence())}$")

    def fault(self, kind):
        """What is wrong with what a compiler of a kind has said."""
        errors = [line for line in self.lines if re.search(r"\berror:", line)]
        budget = LINES[kind] + self.levels * LINES_PER_LEVEL[kind]
        if self.code == 0:
            return "it compiles"
        if not errors:
            return "it fails without an error line"
        if not self.first_line().search(errors[0]):
            return f"its first error is another: {errors[0]}"
        if len(errors) > 1:
            return f"it has {len(errors)} errors, expected 1: {errors[1]}"
        if len(self.lines) > budget:
            return f"it takes {len(self.lines)} lines, expected at most {budget}"
        return None


def fault_of_mended(compiler, mistakes):
    """All programs with FIXED defined, in one go, each in a namespace of its own."""
    headers = sorted({h for m in mistakes for h in re.findall(r"^#include .*$", m.text, re.MULTILINE)})
    with tempfile.TemporaryDirectory() as folder:
        whole = pathlib.Path(folder) / "all.cpp"
        whole.write_text("\n".join(headers) + "\n" + "".join(
            f'namespace mended_{m.name} {{\n#include "{m.source}"\n}}\n' for m in mistakes),
            encoding="utf-8")
        code, lines = compiler("-DFIXED", whole)
    return "mended it does not compile:\n" + "\n".join(lines[:8]) if code else None


def self_test(compiler):
    """Every program in unsound/ must fail the check, for the reason that it states."""
    mistakes = [Mistake(source) for source in sorted((HERE / "unsound").glob("*.cpp"))]
    failed = 0
    for mistake in mistakes:
        mistake.compile(compiler)
        wanted = mistake.header("FAILS")
        found = mistake.fault(compiler.kind) or fault_of_mended(compiler, [mistake]) or "nothing"
        if not re.search(wanted, found):
            print(f"{mistake.name}: expected the check to find {wanted!r}, it found: {found}")
            failed += 1
    print(f"{compiler.name}: {len(mistakes) - failed} of {len(mistakes)} unsound programs are found out")
    return 1 if failed or not mistakes else 0


# The manual.

def said(mistake):
    """What the compiler said, without this machine's folders and the places in headers, which move."""
    text = "\n".join(mistake.lines).replace(f"{ROOT}/include/", "").replace("cases/", "")
    kept, in_header = [], False
    for line in text.split("\n"):
        if place := re.match(r"(\S+\.[ch]pp):\d+:\d+: ", line):
            in_header = place[1].startswith("typenet/")
        line = re.sub(r"(typenet/\S+\.hpp):\d+(:\d+)?", r"\1", line)
        kept.append(re.sub(r"^ +\d+ \|", "      |", line) if in_header else line)
    return kept


def change(mistake):
    """The lines that differ between the two halves of the program."""
    marks, mark = {"#ifdef FIXED": "+ ", "#else": "- ", "#endif": ""}, ""
    halves = {"- ": [], "+ ": []}
    for line in mistake.text.splitlines():
        if line in marks:
            mark = marks[line]
        elif mark:
            halves[mark].append(mark + line.strip())
    return halves["- "] + halves["+ "]


def table(mistakes):
    rows = ["| mistake | first line | what to do |", "|---|---|---|"]
    return rows + [f"| {m.what} | `{m.sentence()}` | {m.cure} |" for m in mistakes]


def manual(page, compiler, mistakes):
    """The page with all parts as they are now that do not need another compiler."""
    by_name = {mistake.name: mistake for mistake in mistakes}

    def part(match):
        head, name, what, foot = match.groups()
        if (name, what) == ("mistakes", "table"):
            return head + "\n".join(table(mistakes)) + "\n" + foot
        if name not in by_name:
            raise ValueError(f"{MANUAL.name}: there is no case {name}")
        if what == "change":
            lines = ["```diff", *change(by_name[name])]
        elif what == compiler.name:
            lines = ["```text", *said(by_name[name])]
        else:
            return match[0]
        return head + "\n".join(lines) + "\n```\n" + foot

    return PART.sub(part, page)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cxx", required=True)
    parser.add_argument("--std", default="c++20")
    parser.add_argument("--include", nargs="*", default=[])
    parser.add_argument("--only", nargs="*", default=[])
    for mode in ("--mended", "--self-test", "--write-manual"):
        parser.add_argument(mode, action="store_true")
    asked = parser.parse_args()
    if not shutil.which(asked.cxx):
        print(f"skipped: no compiler {asked.cxx}")
        return SKIPPED
    compiler = Compiler(asked.cxx, asked.std, asked.include)
    if asked.self_test:
        return self_test(compiler)
    mistakes = [Mistake(source) for source in sorted((HERE / "cases").glob("*.cpp"))
                if not asked.only or source.stem in asked.only]
    with tempfile.TemporaryDirectory() as folder:
        compiler.precompile(folder)
        with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
            list(pool.map(lambda mistake: mistake.compile(compiler), mistakes))
        found = {m.name: fault for m in mistakes if (fault := m.fault(compiler.kind))}
        if asked.mended and (fault := fault_of_mended(compiler, mistakes)):
            found["all"] = fault
    page = MANUAL.read_text(encoding="utf-8")
    now = page if asked.only else manual(page, compiler, mistakes)
    if asked.write_manual:
        MANUAL.write_text(now, encoding="utf-8")
    elif now != page:
        found["docs/errors.md"] = "it is stale: call this with --write-manual"
    for name, fault in found.items():
        print(f"{name}: {fault}")
    print(f"{compiler.name}: {len(mistakes)} mistakes, {len(found)} not told as expected")
    return 1 if found or not mistakes else 0


if __name__ == "__main__":
    sys.exit(main())

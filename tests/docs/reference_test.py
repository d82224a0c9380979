#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""That the reference is made without a warning, and that what docs/reference.md names is in it.

usage: reference_test.py --doxygen DOXYGEN --config DOXYFILE --output DIR
"""

import argparse
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    for name in ("--doxygen", "--config", "--output"):
        arguments.add_argument(name, required=True)
    asked = arguments.parse_args()
    done = subprocess.run([asked.doxygen, asked.config], text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    print(done.stdout, end="")
    if done.returncode or done.stdout:
        return 1
    # Doxygen makes a link of a name that it knows, and says nothing of one that it does not.
    main_page = pathlib.Path(asked.output, "index.html").read_text(encoding="utf-8")
    linked = set(re.findall(r'<a class="el"[^>]*>([\w:]+)(?:\(\))?</a>', main_page))
    named = set(re.findall(r"typenet::[\w:]+",
                           (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")))
    print(f"{len(named)} names, {len(linked)} of them linked")
    for name in sorted(named - linked):
        print(f"docs/reference.md: names {name}, which the reference does not have")
    return 1 if named - linked or not named else 0


if __name__ == "__main__":
    sys.exit(main())

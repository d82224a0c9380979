#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes docs/report.png and docs/report_dark.png: parts of a report, as Chromium shows them.

usage: make_pictures.py PAGE

PAGE is what `typenet train --report PAGE` has written.
"""

import argparse
import pathlib
import sys

sys.dont_write_bytecode = True  # the source tree stays as it is

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from browser import Page  # noqa: E402 pylint: disable=wrong-import-position

DOCS = pathlib.Path(__file__).resolve().parents[2] / "docs"
MARGIN = 24


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("page")
    asked = arguments.parse_args()
    with Page(pathlib.Path(asked.page).resolve().as_uri()) as page:

        def edge(section, side):
            return page.ask(f"document.querySelector('#{section}').getBoundingClientRect().{side}")

        def write(name, top, bottom):
            clip = {"x": 0, "y": top, "width": 1000, "height": bottom - top}
            (DOCS / name).write_bytes(page.picture(clip))

        page.show(1000)
        write("report.png", 0, edge("training", "bottom") + MARGIN)
        page.show(1000, scheme="dark")
        write("report_dark.png", edge("confusion", "top") - MARGIN,
              edge("mistakes", "bottom") + MARGIN)


if __name__ == "__main__":
    sys.exit(main())

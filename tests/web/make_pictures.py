#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes docs/web.png and docs/web_training.png: the page, as Chromium shows it.

usage: make_pictures.py FOLDER

FOLDER is what `./run web` has written.
"""

import argparse
import math
import pathlib
import sys

sys.dont_write_bytecode = True  # the source tree stays as it is
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from browser import Page, served  # noqa: E402 pylint: disable=wrong-import-position

DOCS = pathlib.Path(__file__).resolve().parents[2] / "docs"


def three():
    """Somebody's three: two arcs, the places of a mouse."""
    def arc(y, wide, high, first, last):
        return [(0.48 + wide * math.cos(math.radians(a)), y + high * math.sin(math.radians(a)))
                for a in range(first, last, 8)]
    return arc(0.34, 0.17, 0.15, -150, 80) + arc(0.65, 0.2, 0.18, -80, 150)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("folder")
    asked = arguments.parse_args()
    with served(asked.folder) as address, Page(address) as page:

        def wait_for(condition):
            page.ask(f"new Promise(done => {{ const look = () => {condition} ? setTimeout(done, 300) : "
                     "setTimeout(look, 50); look(); })")

        page.show(1000, 800)
        wait_for("document.querySelector('#strip button')")
        left, top, width = page.ask("(() => { const box = document.getElementById('pad')"
                                    ".getBoundingClientRect(); return [box.left, box.top, box.width]; })()")
        places = [(left + x * width, top + y * width) for x, y in three()]
        for kind, (x, y) in [("mousePressed", places[0]), *(("mouseMoved", at) for at in places),
                             ("mouseReleased", places[-1])]:
            page.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1,
                      buttons=int(kind != "mouseReleased"))
        wait_for("/3/.test(document.getElementById('sentence').textContent)")
        (DOCS / "web.png").write_bytes(page.picture())
        page.ask("document.getElementById('training-tab').click()")
        page.ask("document.getElementById('train').click()")
        wait_for("document.getElementById('train').textContent == 'Train anew'")
        (DOCS / "web_training.png").write_bytes(page.picture())


if __name__ == "__main__":
    sys.exit(main())

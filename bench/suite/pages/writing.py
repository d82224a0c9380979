# SPDX-License-Identifier: BSL-1.0
"""Writes the pages and pictures that show results, and finds those that are stale."""

import pathlib
import re

from .. import results
from . import recipe_tables, sections

# Beside the folder of the docs; with blocks for results among what people wrote.
PAGES = ("README.md", "docs/recipes.md", "docs/cluster.md")
BLOCK = re.compile(r"(<!-- results(?:: (?P<names>[a-z_, ]+))? -->\n).*?(<!-- /results -->)",
                   re.DOTALL)


def with_blocks(text: str, found: dict[str, dict]) -> str:
    """A page's text with its blocks made anew."""
    return BLOCK.sub(lambda match: match[1] + recipe_tables.block(match["names"], found) + match[3],
                     text)


def made(docs: pathlib.Path) -> dict[pathlib.Path, str | None]:
    """What each file should hold; nothing for one that should not be there."""
    found = results.load(docs / "results")
    files: dict[pathlib.Path, str | None] = {
        path: None for path in [docs / "benchmarks.md", *sorted(docs.glob("benchmarks/*.svg"))]}
    if whole := sections.page(found):
        files[docs / "benchmarks.md"], pictures = whole
        files |= {docs / f"benchmarks/{name}.svg": text for name, text in pictures.items()}
    for name in PAGES:
        path = docs.parent / name
        if path.exists():
            files[path] = with_blocks(path.read_text(encoding="utf-8"), found)
    return files


def content(path: pathlib.Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def stale(docs: pathlib.Path) -> list[pathlib.Path]:
    return [path for path, text in made(docs).items() if content(path) != text]


def write(docs: pathlib.Path) -> list[str]:
    """Writes what is stale, and tells what it was."""
    written = []
    for path, text in made(docs).items():
        if content(path) == text:
            continue
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        written.append(str(path.relative_to(docs.parent)))
    return written

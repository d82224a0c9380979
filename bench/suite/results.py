# SPDX-License-Identifier: BSL-1.0
"""The files of results: one JSON object a file, what was measured and where (setting.py)."""

import json
import pathlib


def store(folder: pathlib.Path, name: str, content: dict) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, indent=1, ensure_ascii=False)
    (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def load(folder: pathlib.Path) -> dict[str, dict]:
    """All there are, by the name of the file."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8"))
            for path in sorted(folder.glob("*.json"))}

# SPDX-License-Identifier: BSL-1.0
"""bench/memory_growth.hpp for the peers."""

import pathlib
import re


def kibibytes(key: str) -> int:
    status = pathlib.Path("/proc/self/status").read_text(encoding="utf-8")
    return int(re.search(rf"{key}:\s*(\d+)", status)[1])


class MemoryGrowth:
    def __init__(self) -> None:
        self._before = kibibytes("VmRSS") - kibibytes("RssFile")
        pathlib.Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")

    def mebibytes(self) -> float:
        return (kibibytes("VmHWM") - kibibytes("RssFile") - self._before) / 1024

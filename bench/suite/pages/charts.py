# SPDX-License-Identifier: BSL-1.0
"""The pictures: bars beside the peers', shares of rooflines, histograms of times, curves."""

import math

from .markdown import figures
from .svg import COLOURS, Picture

WIDTH, LEFT, RIGHT = 760, 190, 90
BAR = 14


def legend(picture: Picture, names: list[str], y: float) -> None:
    x = 16.0
    for name in names:
        picture.bar(x, y - 10, 12, 12, COLOURS[name])
        picture.words(x + 17, y, name)
        x += 40 + 7 * len(name)


def names_of(groups: list[list[tuple[str, float]]]) -> list[str]:
    return [name for name in COLOURS if any(name == one for bars in groups for one, _ in bars)]


def bars(title: str, groups: list[tuple[str, list[tuple[str, float]]]], unit: str) -> str:
    """Groups of horizontal bars. In each group the longest is as long as the picture has room:
    cases that differ a hundredfold stand below each other, and what is compared is within one."""
    height = 40 + sum(14 + BAR * len(bars_of) for _, bars_of in groups)
    picture = Picture(WIDTH, height, title)
    legend(picture, names_of([bars_of for _, bars_of in groups]), 22)
    y = 40.0
    for words, bars_of in groups:
        longest = max(value for _, value in bars_of)
        picture.words(LEFT - 10, y + BAR * len(bars_of) / 2 + 4, words, "right")
        for name, value in bars_of:
            length = (WIDTH - LEFT - RIGHT) * value / longest
            picture.bar(LEFT, y + 1, length, BAR - 2, COLOURS[name])
            picture.words(LEFT + length + 6, y + BAR - 3, f"{figures(value)} {unit}", "quiet")
            y += BAR
        y += 14
    return picture.text()


def shares(title: str, rows: list[tuple[str, float]]) -> str:
    """Horizontal bars of shares; a line marks 100 %."""
    left = 330
    picture = Picture(WIDTH, 40 + 22 * len(rows), title)
    most = max(1.0, *(share for _, share in rows))
    scale = (WIDTH - left - 70) / most
    picture.words(left + scale, 16, "roofline", "quiet middle")
    for at, (words, share) in enumerate(rows):
        y = 24 + 22 * at
        picture.words(left - 10, y + 13, words, "right")
        picture.bar(left, y, scale * share, 17, COLOURS["typenet"])
        picture.words(left + scale * share + 6, y + 13, f"{100 * share:.0f} %", "quiet")
    picture.line(left + scale, 22, left + scale, 26 + 22 * len(rows), "mark")
    return picture.text()


def histogram(title: str, series: list[tuple[str, list[list[float]], float]],
              bin_width: float) -> str:
    """Counts over times, both logarithmic. A series is a name, [start, count] of its bins, and the
    longest time."""
    height, top, bottom = 320, 36, 40
    picture = Picture(WIDTH, height, title)
    legend(picture, [name for name, _, _ in series], 22)
    low = min(bins[0][0] for _, bins, _ in series)
    high = max(longest for _, _, longest in series)
    most = max(count for _, bins, _ in series for _, count in bins)

    def across(milliseconds: float) -> float:
        return 50 + (WIDTH - 80) * math.log(milliseconds / low) / math.log(high * bin_width / low)

    def up(count: float) -> float:
        return (height - top - bottom) * math.log(count + 1) / math.log(most + 1)

    ground = height - bottom
    for name, found, _ in series:
        for start, count in found:
            x = across(start)
            picture.bar(x, ground - up(count), across(start * bin_width) - x - 0.5, up(count),
                        f"{COLOURS[name]} part")
    picture.line(50, ground, WIDTH - 30, ground)
    for tick in ticks(low, high):
        picture.line(across(tick), ground, across(tick), ground + 5)
        picture.words(across(tick), ground + 19, f"{tick:g}", "quiet middle")
    for count in (10**power for power in range(int(math.log10(most)) + 1)):
        picture.words(44, ground - up(count) + 4, f"{count:,}", "quiet right")
    picture.words(WIDTH - 30, ground + 33, "ms", "quiet right")
    return picture.text()


Curve = list[tuple[float, float]]
Curves = dict[str, Curve]  # by name


def curves(title: str, sizes: str, panels: dict[str, Curves],
           measured: dict[str, Curves] | None = None) -> str:
    """Panels side by side, one for each unit: curves by name over the same sizes, and dots where
    something was measured, which is everywhere if nothing else is said. Both axes are logarithmic, so
    that what grows in proportion is a straight line; sizes from 0 are as they are."""
    picture = Picture(WIDTH, 300, title)
    legend(picture, [name for name in COLOURS if name in next(iter(panels.values()))], 22)
    for at, (unit, of_name) in enumerate(panels.items()):
        panel(picture, WIDTH / len(panels) * at, WIDTH / len(panels), unit, sizes, of_name,
              (measured or panels)[unit])
    return picture.text()


def panel(picture: Picture, x: float, width: float, unit: str, sizes: str, of_name: Curves,
          dots: Curves) -> None:
    left, right, top, ground = x + 60, x + width - 30, 60, 250
    points = [point for curve in (*of_name.values(), *dots.values()) for point in curve]
    columns = sorted({size for size, _ in points})
    low, high = min(value for _, value in points), max(value for _, value in points)
    bent = math.log if columns[0] > 0 else float

    def across(size: float) -> float:
        return left + (right - left) * (bent(size) - bent(columns[0])) / (
            bent(columns[-1]) - bent(columns[0]))

    def up(value: float) -> float:
        return ground - (ground - top) * math.log(value / low) / math.log(high / low)

    picture.words(left, top - 14, unit, "quiet right")
    picture.words((left + right) / 2, ground + 38, sizes, "quiet middle")
    picture.line(left, ground + 6, right, ground + 6)
    for size in columns:
        picture.line(across(size), ground + 6, across(size), ground + 11)
        picture.words(across(size), ground + 24, f"{size:g}", "quiet middle")
    for tick in ticks(low, high):
        picture.line(left - 6, up(tick), right, up(tick), "mark")
        picture.words(left - 10, up(tick) + 4, f"{tick:,g}", "quiet right")
    for name, curve in of_name.items():
        picture.curve([(across(size), up(value)) for size, value in curve], COLOURS[name])
    for name, curve in dots.items():
        for size, value in curve:
            picture.dot(across(size), up(value), COLOURS[name])


def ticks(low: float, high: float) -> list[float]:
    """1, 2 and 5 of each power of ten in the range."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    return [digit * 10.0**power for power in powers for digit in (1, 2, 5)
            if low <= digit * 10.0**power <= high]

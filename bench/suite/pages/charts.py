# SPDX-License-Identifier: BSL-1.0
"""The pictures: bars beside the peers', shares of rooflines, histograms of times."""

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


def curves(title: str, series: list[tuple[str, list[tuple[float, float]]]],
           measured: list[tuple[str, float, float]], across_words: str, unit: str) -> str:
    """Lines over a number that doubles, both axes logarithmic, and dots where it was measured."""
    height, top, bottom = 300, 36, 40
    picture = Picture(WIDTH, height, title)
    legend(picture, [name for name, _ in series], 22)
    places = sorted({x for _, points in series for x, _ in points})
    values = [y for _, points in series for _, y in points] + [y for *_, y in measured]
    low, high = min(values) / 1.2, max(values) * 1.2
    ground = height - bottom

    def across(x: float) -> float:
        return 60 + (WIDTH - 90) * math.log(x / places[0]) / math.log(places[-1] / places[0])

    def up(y: float) -> float:
        return ground - (ground - top) * math.log(y / low) / math.log(high / low)

    for tick in ticks(low, high):
        picture.line(60, up(tick), WIDTH - 30, up(tick), "mark")
        picture.words(54, up(tick) + 4, f"{tick:,g}", "quiet right")
    for x in places:
        picture.words(across(x), ground + 17, f"{x:g}", "quiet middle")
    picture.line(60, ground, WIDTH - 30, ground)
    for name, points in series:
        picture.curve([(across(x), up(y)) for x, y in points], COLOURS[name])
    for name, x, y in measured:
        picture.dot(across(x), up(y), COLOURS[name])
    picture.words(WIDTH - 30, ground + 33, across_words, "quiet right")
    picture.words(WIDTH - 30, 22, unit, "quiet right")
    return picture.text()


def ticks(low: float, high: float) -> list[float]:
    """1, 2 and 5 of each power of ten in the range."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    return [digit * 10.0**power for power in powers for digit in (1, 2, 5)
            if low <= digit * 10.0**power <= high]

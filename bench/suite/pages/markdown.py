# SPDX-License-Identifier: BSL-1.0
"""Numbers and tables as the pages write them."""

from collections.abc import Iterable


def percent(share: float, digits: int = 2) -> str:
    return f"{100 * share:.{digits}f} %"


def figures(value: float) -> str:
    """Three significant figures, thousands with commas."""
    if value >= 99.95:
        return f"{value:,.0f}"
    digits = 1 if value >= 9.995 else 2 if value >= 0.9995 else 3
    return f"{value:.{digits}f}"


def threads(count: int) -> str:
    return "1 thread" if count == 1 else f"{count} threads"


def provenance(found: dict) -> str:
    return (f"{found['date']}, commit `{found['commit']}`: {found['machine']}, {found['cpu']}, "
            f"{found['simd']}, {found['compiler']}, `{found['flags']}`.")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    heads = list(head)
    return [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads),
            *(f"| {' | '.join(row)} |" for row in rows)]


def picture(alternative: str, name: str) -> list[str]:
    return ["", f"![{alternative}](benchmarks/{name}.svg)", ""]

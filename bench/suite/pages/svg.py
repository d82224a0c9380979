# SPDX-License-Identifier: BSL-1.0
"""Pictures as plain text. Colours follow the reader's light or dark theme; a viewer that does not
tell gets colours with a light ground."""

import html
from collections.abc import Iterable

# Okabe and Ito's colours, which people with any colour vision can tell apart.
STYLE = """
.ground { fill: #ffffff } text { font: 12px sans-serif; fill: #1f2328 }
.quiet { fill: #59636e } .right { text-anchor: end } .middle { text-anchor: middle }
.axis { stroke: #59636e; stroke-width: 1 } .mark { stroke: #59636e; stroke-dasharray: 3 3 }
.blue { color: #0072b2 } .sky { color: #56b4e9 } .vermilion { color: #d55e00 }
.amber { color: #e69f00 } .green { color: #009e73 }
.solid { fill: currentColor } .curve { fill: none; stroke: currentColor; stroke-width: 2 }
.part { fill-opacity: 0.6 }
@media (prefers-color-scheme: dark) {
.ground { fill: #0d1117 } text { fill: #f0f6fc } .quiet { fill: #9198a1 }
.axis, .mark { stroke: #9198a1 } .blue { color: #4aa8e0 } .vermilion { color: #ff7f3f }
}
"""
# Of what is compared, in the order of a legend.
COLOURS = {"typenet": "blue", "typenet, AVX2": "sky", "PyTorch": "vermilion", "TensorFlow": "amber",
           "ONNX Runtime": "green", "1 Gb/s": "amber", "10 Gb/s": "green", "100 Gb/s": "blue"}


class Picture:
    """Shapes in pixels from the upper left corner."""

    def __init__(self, width: float, height: float, title: str) -> None:
        self._head = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
                      f'width="{width:g}" height="{height:g}" role="img">\n'
                      f"<title>{html.escape(title)}</title>\n<style>{STYLE}</style>\n")
        self._shapes = [f'<rect class="ground" width="{width:g}" height="{height:g}" rx="6"/>']

    def bar(self, x: float, y: float, width: float, height: float, kind: str) -> None:
        self._shapes.append(f'<rect class="solid {kind}" x="{x:.1f}" y="{y:.1f}" '
                            f'width="{max(width, 0.5):.1f}" height="{height:.1f}"/>')

    def words(self, x: float, y: float, words: str, kind: str = "") -> None:
        self._shapes.append(f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}">'
                            f"{html.escape(words)}</text>")

    def curve(self, points: Iterable[tuple[float, float]], kind: str) -> None:
        places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self._shapes.append(f'<polyline class="curve {kind}" points="{places}"/>')

    def dot(self, x: float, y: float, kind: str) -> None:
        self._shapes.append(f'<circle class="solid {kind}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>')

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str = "axis") -> None:
        self._shapes.append(f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" '
                            f'y2="{y2:.1f}"/>')

    def text(self) -> str:
        return self._head + "\n".join(self._shapes) + "\n</svg>\n"

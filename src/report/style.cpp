// SPDX-License-Identifier: BSL-1.0
#include "report/style.hpp"

namespace typenet::report {

const std::string_view style = R"(
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #fff; --text: #1a1f29; --soft: #5b6472; --faint: #e4e7ec;
  --blue: #2563d7; --pale: #9dbbf0; --orange: #c2570a; --green: #16803c; --on: #fff;
  --top: #b9cff5; --side: #7fa4e8; --front: #d9e5fb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #11141a; --card: #1a1f28; --text: #e7eaf0; --soft: #9aa4b4; --faint: #2c333f;
    --blue: #6d9dfa; --pale: #41608f; --orange: #f2934d; --green: #5cc689; --on: #0d1016;
    --top: #46628f; --side: #2f4770; --front: #263a5c;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
  -webkit-print-color-adjust: exact; print-color-adjust: exact;
}
main { max-width: 1080px; margin: 0 auto; padding: 32px 24px; }
header p { margin: 0; color: var(--soft); font-weight: 600; }
h1 { margin: 4px 0 24px; font-size: clamp(1.6rem, 5vw, 2.4rem); line-height: 1.15; letter-spacing: -.02em; }
h2 { margin: 0 0 16px; font-size: 1.25rem; line-height: 1.3; letter-spacing: -.01em; }
h3 { margin: 0 0 8px; font-size: .875rem; color: var(--soft); font-weight: 600; }
p { margin: 0 0 12px; max-width: 46em; }
code { font: .875em/1.4 ui-monospace, "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace; }
figure { margin: 0; }
section { margin-top: 24px; padding: 24px; background: var(--card); border-radius: 12px; scroll-margin-top: 12px; }
nav { display: flex; flex-wrap: wrap; gap: 4px 18px; margin-top: 20px; font-size: .875rem; }
a { color: var(--blue); text-decoration: none; }
a:hover { text-decoration: underline; }
footer { margin-top: 24px; color: var(--soft); font-size: .875rem; }
.note { color: var(--soft); font-size: .875rem; }
.wide { overflow-x: auto; }

.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 12px; margin: 0; }
.figures div { padding: 12px 14px; background: var(--card); border-radius: 12px; }
.figures dt { color: var(--soft); font-size: .8125rem; }
.figures dd { margin: 0; font-size: 1.25rem; font-weight: 650; letter-spacing: -.01em; white-space: nowrap; }
section .figures { margin-bottom: 16px; }
section .figures div { background: var(--page); }

.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr)); gap: 28px 24px; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr)); gap: 28px 32px; align-items: start; }
.pair > * { min-width: 0; }
svg { display: block; width: 100%; height: auto; font-size: 13px; overflow: visible; }
svg svg { overflow: hidden; }
svg text { fill: var(--soft); }
.middle { text-anchor: middle; }
.end { text-anchor: end; }
svg .name { font-size: 12px; }
.grid { fill: none; stroke: var(--faint); }
.axis, .tick { fill: none; stroke: var(--soft); }
.chart figcaption { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 16px; margin-bottom: 6px; font-size: .875rem; }
.key { display: inline-flex; align-items: center; gap: 6px; color: var(--soft); margin-right: 12px; }
.chart .key { margin: 0 0 0 12px; }
.key i { width: 12px; height: 12px; border-radius: 3px; background: currentColor; }
.key.training i, .key.negative i, .key.forward i { background: var(--blue); }
.key.validation i, .key.positive i, .key.backward i { background: var(--orange); }
.key.test i { background: var(--green); }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
.line.pale { stroke: var(--pale); stroke-width: 1; }
.line.training { stroke: var(--blue); }
.line.validation { stroke: var(--orange); }
.line.test { stroke: var(--green); }
.dot { stroke: var(--card); stroke-width: 1.5; }
.dot.validation { fill: var(--orange); }
.dot.test { fill: var(--green); }

.blocks { display: flex; flex-wrap: wrap; gap: 20px 0; margin: 0 -8px 12px; }
.block { position: relative; width: 120px; padding: 0 8px; }
.block + .block::before { content: "→"; position: absolute; left: -7px; top: 48px; color: var(--soft); }
.block figcaption { text-align: center; font-size: .8125rem; line-height: 1.4; }
.block b, .block code, .block i { display: block; }
.block code { color: var(--soft); font-size: .75rem; }
.block i { color: var(--soft); font-style: normal; font-size: .75rem; }
.top { fill: var(--top); } .side { fill: var(--side); } .front { fill: var(--front); }
.top, .side, .front { stroke: var(--card); stroke-width: .75; stroke-linejoin: round; }

.pixels.matrix { background: var(--page); box-shadow: 0 0 0 1px var(--faint); border-radius: 0; }
.matrix .empty { fill: var(--faint); fill-opacity: .5; }
.matrix .right { fill: var(--blue); }
.matrix .wrong { fill: var(--orange); }
.matrix .count { fill: var(--text); font-size: 11.5px; }
.matrix .on { fill: var(--on); }
.mix-ups { list-style: none; margin: 0 0 20px; padding: 0; columns: 2; column-gap: 24px; font-size: .875rem; }
.mix-ups span { color: var(--soft); white-space: nowrap; }

.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(112px, 1fr)); gap: 20px 12px; }
.pixels { image-rendering: pixelated; display: block; max-width: 100%; height: auto; border-radius: 6px; }
.tile figcaption { margin-top: 6px; font-size: .8125rem; line-height: 1.45; }
.tile span { display: block; }
.tile .said b { color: var(--orange); }
.tile i { color: var(--soft); font-style: normal; white-space: nowrap; margin-left: 3px; }
.tile .pixels { box-shadow: 0 0 0 1px var(--faint); }
.filters { display: flex; flex-wrap: wrap; gap: 8px; }
.filters .pixels { border-radius: 4px; background: var(--page); box-shadow: 0 0 0 1px var(--faint); }
@media (prefers-color-scheme: dark) { .ink { filter: invert(1) hue-rotate(180deg); } }

.square { max-width: 480px; }
.square .small { font-size: 10.5px; }
.bar { fill: var(--blue); }
.promise { fill: none; stroke: var(--orange); stroke-width: 3.5; }
.amount { fill: var(--soft); }
.ideal { fill: none; stroke: var(--text); stroke-dasharray: 5 4; stroke-width: 1.25; }

.stage { margin-bottom: 14px; font-size: .875rem; }
.stage span { color: var(--soft); }
.stage .times { font-size: .8125rem; }
.amounts { display: flex; height: 18px; margin: 4px 0; background: var(--page); border-radius: 4px; overflow: hidden; }
.amounts .forward { background: var(--blue); }
.amounts .backward { background: var(--orange); }

table { border-collapse: collapse; width: 100%; font-size: .875rem; line-height: 1.4; }
th, td { padding: 5px 10px 5px 0; text-align: right; vertical-align: baseline; border-bottom: 1px solid var(--faint); overflow-wrap: normal; }
th { color: var(--soft); font-weight: 500; }
th:first-child, td:first-child, .facts td { text-align: left; }
tbody th { font-weight: 600; color: var(--text); }
.facts td { overflow-wrap: anywhere; }
.facts td:first-child { white-space: nowrap; width: 1%; padding-right: 16px; color: var(--soft); }
.tables { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 290px), 1fr)); gap: 24px 32px; }
summary { cursor: pointer; color: var(--blue); }
details > .wide, .tall { max-height: 36rem; overflow: auto; }
details > .wide { margin-top: 12px; }

@media (max-width: 560px) {
  main { padding: 20px 12px; }
  section { padding: 18px 14px; border-radius: 10px; }
  .figures { grid-template-columns: repeat(2, 1fr); gap: 8px; }
  .tiles { grid-template-columns: repeat(3, 1fr); }
  .mix-ups { columns: 1; }
  .blocks { margin: 0 0 12px; }
  .block { width: 33.3%; padding: 0 6px; }
}
@media print {
  :root {
    color-scheme: light;
    --page: #fff; --card: #fff; --text: #000; --soft: #444; --faint: #d9d9d9; --blue: #1f55bd;
    --pale: #a9c3f2; --orange: #c2570a; --green: #116a31; --on: #fff;
    --top: #b9cff5; --side: #7fa4e8; --front: #d9e5fb;
  }
  @page { margin: 14mm; }
  html { font-size: 12px; }
  body { font-size: 1rem; }
  main { max-width: none; padding: 0; }
  nav, details, #log { display: none; }
  .tall { max-height: none; }
  section { padding: 0; margin-top: 22pt; }
  h2 { break-after: avoid; }
  .chart, .tile, .block, .stage, .matrix, tr, .figures div { break-inside: avoid; }
  .figures { grid-template-columns: repeat(auto-fit, minmax(72pt, 1fr)); gap: 6pt; }
  .figures div { padding: 4pt 6pt; border: 1px solid var(--faint); }
  .blocks { margin: 0; }
  .block { width: 16.6%; }
  .charts, .pair { grid-template-columns: 1fr 1fr; gap: 14pt; }
  .tables { grid-template-columns: 1fr 1fr 1fr; }
  .stages { break-inside: avoid; }
  .tiles { grid-template-columns: repeat(6, 1fr); }
  .ink { filter: none; }
}
)";

}  // namespace typenet::report

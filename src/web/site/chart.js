// SPDX-License-Identifier: BSL-1.0
// The loss, step by step, on a logarithmic scale, and the accuracy on test images below it.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 640;
const HEIGHT = 280;
const LEFT = 56;
const RIGHT = 72;
const TOP = 12;
const BOTTOM = 30;
const LOSSES = [0.01, 0.1, 1, 10]; // marks; the first and the last are the ends of the scale

function make(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

export class Chart {
  constructor(svg) {
    this.svg = svg;
    svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    this.clear(400);
  }

  clear(steps) {
    this.steps = steps;
    this.losses = [];
    this.tests = [];
    const marks = [];
    for (const loss of LOSSES) {
      marks.push(make("line", { class: "grid", x1: LEFT, x2: WIDTH - RIGHT, y1: this._loss(loss), y2: this._loss(loss) }));
      marks.push(make("text", { class: "end", x: LEFT - 8, y: this._loss(loss) + 4 }, loss));
    }
    for (const share of [0, 0.5, 1])
      marks.push(make("text", { class: "test", x: WIDTH - RIGHT + 8, y: this._share(share) + 4 }, `${100 * share} %`));
    for (let step = 0; step <= steps; step += steps / 4)
      marks.push(make("text", { class: "middle", x: this._step(step), y: HEIGHT - 8 }, step));
    this.pale = make("path", { class: "line pale" });
    this.smooth = make("path", { class: "line loss" });
    this.test = make("path", { class: "line test" });
    this.svg.replaceChildren(...marks, this.pale, this.smooth, this.test);
  }

  add(step, loss, test) {
    this.losses.push([step, loss]);
    if (test !== undefined) this.tests.push([step, test]);
    let mean = this.losses[0][1];
    const smooth = this.losses.map(([at, value]) => [at, (mean += 0.12 * (value - mean))]);
    const path = (points, y) => points.map(([at, value], i) => `${i ? "L" : "M"}${this._step(at).toFixed(1)},${y(value).toFixed(1)}`).join("");
    this.pale.setAttribute("d", path(this.losses, (value) => this._loss(value)));
    this.smooth.setAttribute("d", path(smooth, (value) => this._loss(value)));
    this.test.setAttribute("d", path(this.tests, (value) => this._share(value)));
  }

  _step(step) {
    return LEFT + (step / this.steps) * (WIDTH - LEFT - RIGHT);
  }
  _loss(loss) {
    const [low, high] = [Math.log(LOSSES[0]), Math.log(LOSSES.at(-1))];
    const share = (Math.log(Math.min(LOSSES.at(-1), Math.max(LOSSES[0], loss))) - low) / (high - low);
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  }
  _share(share) {
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  }
}

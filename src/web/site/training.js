// SPDX-License-Identifier: BSL-1.0
// The second tab: a network of one's own, trained while one looks.
import { Chart } from "./chart.js";
import { paintInk } from "./ink.js";

const element = (id) => document.getElementById(id);
const percent = (share) => `${(100 * share).toFixed(1)} %`;

export class Training {
  /** `use(weights)` is called when the trained weights are to answer. */
  constructor(use, complain) {
    this._use = use;
    this._complain = complain;
    this._chart = new Chart(element("curve"));
    this._worker = null;
    this._weights = null;
    this._state = "new"; // or running, stopped, done
    element("train").addEventListener("click", () => this._toggle());
    element("again").addEventListener("click", () => this._begin());
    element("use").addEventListener("click", () => this._use(this._weights));
    this._show();
  }

  _begin() {
    if (!this._worker) {
      this._worker = new Worker("trainer.js", { type: "module" });
      this._worker.onmessage = ({ data }) => this._hear(data);
      this._worker.onerror = ({ message }) => this._complain(new Error(message || "trainer.js cannot be loaded"));
    }
    this._chart.clear(this._chart.steps);
    this._state = "running";
    this._weights = null;
    this._worker.postMessage({ kind: "begin", seed: Math.floor(Math.random() * 2 ** 31) });
    this._show();
  }

  _toggle() {
    if (this._state === "running") this._worker.postMessage({ kind: "stop" });
    else if (this._state === "stopped") {
      this._worker.postMessage({ kind: "go on" });
      this._state = "running";
    } else this._begin();
    this._show();
  }

  _hear(told) {
    if (told.kind === "ready") {
      this._size = told;
      if (this._chart.steps !== told.steps) this._chart.clear(told.steps);
    } else if (told.kind === "failed") this._complain(new Error(told.message));
    else if (told.kind === "stopped") {
      if (this._state === "running") this._state = "stopped";
    } else if (told.kind === "step") {
      this._chart.add(told.step, told.loss, told.test);
      element("at-step").textContent = `${told.step} of ${told.steps}`;
      element("at-loss").textContent = told.loss.toPrecision(3);
      element("at-time").textContent = `${told.milliseconds.toFixed(0)} ms`;
      if (told.test !== undefined) {
        element("at-test").textContent = percent(told.test);
        this._digits(told.digits);
        element("progress").textContent = `Step ${told.step}: loss ${told.loss.toPrecision(2)}, ${percent(told.test)} of the test digits right`;
      }
      if (told.step === told.steps) this._state = "done";
    }
    if (told.weights) this._weights = told.weights;
    if (told.kind !== "step" || told.weights) this._show();
  }

  _digits(ink) {
    const { height, width } = this._size;
    const canvases = element("minibatch").children;
    [...canvases].forEach((canvas, i) => paintInk(canvas, ink.subarray(i * height * width, (i + 1) * height * width), height, width));
  }

  _show() {
    const words = { new: "Train", running: "Pause", stopped: "Go on", done: "Train anew" };
    element("train").textContent = words[this._state];
    element("again").hidden = this._state !== "stopped";
    element("use").disabled = !this._weights || this._state === "running";
  }
}

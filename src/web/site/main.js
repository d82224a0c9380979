// SPDX-License-Identifier: BSL-1.0
import { paintInk } from "./ink.js";
import { Network, load, readTensors } from "./network.js";
import { Pad } from "./pad.js";
import { Training } from "./training.js";

const element = (id) => document.getElementById(id);
const percent = (share) => `${(100 * share).toFixed(1)} %`;
const SURE = 0.6; // below it the page says that the network is not

function complain(error) {
  console.error(error);
  element("trouble").textContent = error.message;
  element("trouble").hidden = false;
}

/** The bars, the sentence and the large letter. */
class Answer {
  constructor(network) {
    this.network = network;
    element("bars").replaceChildren(...network.names.map((name) => {
      const row = document.createElement("li");
      row.innerHTML = '<span class="label"></span><span class="track" aria-hidden="true"><div class="bar"></div></span><span class="percent"></span>';
      row.querySelector(".label").textContent = name;
      return row;
    }));
    this.show(null);
  }

  /** Of probabilities, or null if nothing is drawn. */
  show(shares, milliseconds) {
    const best = shares ? shares.indexOf(Math.max(...shares)) : -1;
    [...element("bars").children].forEach((row, i) => {
      const share = shares ? shares[i] : 0;
      row.querySelector(".bar").style.transform = `scaleX(${share})`;
      row.querySelector(".percent").textContent = shares ? percent(share) : "";
      row.classList.toggle("first", i === best);
    });
    const letter = element("best");
    letter.textContent = shares ? this.network.names[best] : "?";
    letter.classList.toggle("word", letter.textContent.length > 2);
    letter.classList.toggle("unsure", !shares || shares[best] < SURE);
    const { seen, height, width } = this.network;
    if (!shares) seen.fill(0);
    paintInk(element("seen"), seen, height, width);
    element("seen").setAttribute("aria-label", `The drawing as the network sees it, ${width} by ${height} pixels`
      + (shares ? "" : ": nothing yet"));
    element("time").textContent = shares ? `Answered in ${milliseconds.toFixed(1)} ms` : "\u00a0";
  }

  /** Says it in words, once a stroke has ended: a screen reader reads them. */
  say(shares, label) {
    const sentence = element("sentence");
    if (!shares) {
      sentence.textContent = "Nothing drawn yet";
      return;
    }
    const order = shares.map((_, i) => i).sort((a, b) => shares[b] - shares[a]);
    const [best, second] = order.map((i) => this.network.names[i]);
    const first = document.createElement("b");
    first.textContent = `${shares[order[0]] < SURE ? "Perhaps " : ""}${best}: ${percent(shares[order[0]])}`;
    const rest = label === undefined ? `then ${second}: ${percent(shares[order[1]])}`
      : order[0] === label ? "which is right" : `but it is ${this.network.names[label]}`;
    sentence.replaceChildren(first, rest);
  }
}

/** Test images to click. */
class Strip {
  constructor(network, { images, labels }, chosen) {
    const { height, width } = network;
    this.network = network;
    this.samples = Array.from(labels.values, (label, i) => {
      const ink = Uint8Array.from(images.values.slice(i * height * width, (i + 1) * height * width), (v) => Math.round(255 * v));
      const canvas = document.createElement("canvas");
      canvas.className = "ink";
      paintInk(canvas, ink, height, width);
      const button = document.createElement("button");
      button.type = "button";
      button.append(canvas);
      button.setAttribute("aria-pressed", false);
      const sample = { ink, label, canvas, button };
      button.addEventListener("click", () => { this.release(); button.setAttribute("aria-pressed", true); chosen(sample); });
      return sample;
    });
    element("strip").replaceChildren(...this.samples.map(({ button }) => {
      const item = document.createElement("li");
      item.append(button);
      return item;
    }));
    this.judge();
  }

  /** Marks those that the network takes for another class. */
  judge() {
    let right = 0;
    for (const { ink, label, button } of this.samples) {
      this.network.seen.set(ink);
      const shares = this.network.answer();
      const isRight = shares.indexOf(Math.max(...shares)) === label;
      right += isRight;
      button.classList.toggle("wrong", !isRight);
      button.setAttribute("aria-label", `Test image: ${this.network.names[label]}` + (isRight ? "" : ", which the network takes for another"));
    }
    element("strip-note").textContent = `None of them was used for training. The network is right about ${right} of ${this.samples.length}.`;
  }

  release() {
    for (const { button } of this.samples) button.setAttribute("aria-pressed", false);
  }
}

/** Tabs as in the ARIA Authoring Practices: arrows go from one to the other. */
class Tabs {
  constructor(names) {
    this.tabs = names.map((name) => ({ tab: element(`${name}-tab`), panel: element(name) }));
    this.tabs.forEach(({ tab }, i) => {
      tab.addEventListener("click", () => this.open(i));
      tab.addEventListener("keydown", ({ key }) => {
        const next = { ArrowRight: i + 1, ArrowLeft: i - 1 + this.tabs.length }[key];
        if (next === undefined) return;
        this.open(next % this.tabs.length);
        this.tabs[next % this.tabs.length].tab.focus();
      });
    });
  }

  open(chosen) {
    this.tabs.forEach(({ tab, panel }, i) => {
      tab.setAttribute("aria-selected", i === chosen);
      tab.tabIndex = i === chosen ? 0 : -1;
      panel.hidden = i !== chosen;
    });
  }
}

/** A drawing in, an answer out. */
class Desk {
  constructor(network, samples) {
    this.network = network;
    this.answer = new Answer(network);
    const sheet = document.createElement("canvas");
    sheet.width = sheet.height = network.sheetSide;
    this.sheet = sheet.getContext("2d", { willReadFrequently: true });
    this.pad = new Pad(element("pad"), (ended) => this.look(ended));
    this.strip = new Strip(network, samples, (sample) => this.lookAt(sample));
    this.look(true);
    element("undo").addEventListener("click", () => this.pad.undo());
    element("clear").addEventListener("click", () => this.pad.clear());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Delete" || event.key === "Backspace") this.pad.clear();
      else if (event.key === "z" && (event.ctrlKey || event.metaKey)) this.pad.undo();
      else return;
      event.preventDefault();
    });
  }

  /** At what is drawn. */
  look(ended) {
    const { network, pad, sheet } = this;
    const side = network.sheetSide;
    this.strip.release();
    element("undo").disabled = element("clear").disabled = pad.empty;
    document.body.classList.toggle("drawn", !pad.empty);
    sheet.fillStyle = "#fff";
    sheet.fillRect(0, 0, side, side);
    pad.ink(sheet, side);
    const { data } = sheet.getImageData(0, 0, side, side);
    for (let i = 0; i < network.sheet.length; ++i) network.sheet[i] = data[4 * i];
    this._tell(() => (!pad.empty && network.see() ? network.answer() : null), ended);
  }

  /** At a test image. */
  lookAt(sample) {
    this.pad.show(sample.canvas);
    document.body.classList.add("drawn");
    element("undo").disabled = true;
    element("clear").disabled = false;
    this.network.seen.set(sample.ink);
    this._tell(() => this.network.answer(), true, sample.label);
  }

  /** With other weights. */
  use(weights) {
    this.network.take(weights, "the trained network");
    this.strip.judge();
    this.look(true);
  }

  _tell(ask, ended, label) {
    const before = performance.now();
    const shares = ask();
    this.answer.show(shares, performance.now() - before);
    if (ended) this.answer.say(shares, label);
  }
}

async function loadTensors(name) {
  return readTensors(await load(name), name);
}

async function start() {
  const network = await Network.load();
  network.take(await loadTensors("weights.safetensors"), "weights.safetensors");
  const desk = new Desk(network, (await loadTensors("samples.safetensors")).tensors);
  const tabs = new Tabs(["drawing", "training"]);
  new Training((weights) => {
    desk.use(weights);
    element("whose").textContent = "The network that you have trained answers.";
    tabs.open(0);
    element("pad").focus();
  }, complain);
  // The digits that are drawn for training have ten classes without other names.
  const reads = network.classes === 10 && network.names.every((name, i) => name === String(i));
  element("training-tab").hidden = element("tabs").hidden = !reads;
  element("facts").textContent =
    `${network.parameters.toLocaleString("en")} parameters, a C++ type compiled to WebAssembly. No heap: ` +
    `its ${(network.module.memory.buffer.byteLength / 2 ** 20).toFixed(1)} MiB are all it ever has.`;
}

start().catch(complain);

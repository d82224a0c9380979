// SPDX-License-Identifier: BSL-1.0
// The worker that trains, so that the page goes on answering: it tells of each step, and listens
// between two of them.
import { load, tensorsOf } from "./network.js";

const PEAK = 0.002; // learning rates, for Adam: found by trying, on the built-in digits
const STEPS = 400; // at the last one the rate is 0
const TEST_EVERY = 20;

/** Up in a straight line for a tenth of the steps, then down along half a cosine. */
function rate(step) {
  const share = step / STEPS;
  return share < 0.1 ? (PEAK * share) / 0.1 : (PEAK * (1 + Math.cos((Math.PI * (share - 0.1)) / 0.9))) / 2;
}

let module;
let step = 0;
let running = false;

function digits() {
  const size = module.height() * module.width();
  return new Uint8Array(module.memory.buffer, module.digits(), module.batch() * size).slice();
}

/** Copies of the tensors, for a Network to take. */
function weights() {
  const tensors = {};
  tensorsOf(module).forEach(({ name, size }, i) => {
    tensors[name] = { values: new Float32Array(module.memory.buffer, module.tensor_values(i), size).slice() };
  });
  return { texts: {}, tensors };
}

function takeStep() {
  if (!running) return;
  const before = performance.now();
  const loss = module.step(rate(step + 1));
  const milliseconds = performance.now() - before;
  step += 1;
  const told = { kind: "step", step, steps: STEPS, loss, accuracy: module.accuracy(), milliseconds };
  if (step % TEST_EVERY === 0 || step === STEPS) {
    told.test = module.test_accuracy();
    told.digits = digits();
  }
  running = step < STEPS;
  if (!running) told.weights = weights();
  postMessage(told);
  setTimeout(takeStep);
}

onmessage = async ({ data }) => {
  try {
    if (!module) {
      const { instance } = await WebAssembly.instantiate(await load("training.wasm"), {});
      module = instance.exports;
      postMessage({ kind: "ready", batch: module.batch(), height: module.height(), width: module.width(), steps: STEPS });
    }
    if (data.kind === "begin") {
      module.start(data.seed);
      step = 0;
    }
    if (data.kind === "stop") {
      running = false;
      postMessage({ kind: "stopped", weights: weights() });
    } else if (!running) {
      running = true;
      takeStep();
    }
  } catch (error) {
    running = false;
    postMessage({ kind: "failed", message: error.message });
  }
};

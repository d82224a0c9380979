// SPDX-License-Identifier: BSL-1.0
// The network: a module of WebAssembly without imports, and the weights that it is given.

/** The bytes of a file beside the page. */
export async function load(name) {
  let found;
  try {
    found = await fetch(name);
  } catch {
    throw new Error(`${name} cannot be loaded. A web server has to serve this page.`);
  }
  if (!found.ok) throw new Error(`${name} cannot be loaded: ${found.status} ${found.statusText}`);
  return found.arrayBuffer();
}

/** A safetensors file: {texts, tensors: {name: {shape, values}}}. All tensors are F32. */
export function readTensors(bytes, name) {
  const wrong = (why) => new Error(`${name} is damaged: ${why}`);
  if (bytes.byteLength < 8) throw wrong("it has no header");
  const length = Number(new DataView(bytes).getBigUint64(0, true));
  if (length > bytes.byteLength - 8) throw wrong("its header does not end");
  let header;
  try {
    header = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 8, length)));
  } catch {
    throw wrong("its header is no JSON");
  }
  const { __metadata__: texts = {}, ...entries } = header;
  const tensors = {};
  for (const [key, { dtype, shape, data_offsets: [begin, end] }] of Object.entries(entries)) {
    if (dtype !== "F32" || 8 + length + end > bytes.byteLength || end < begin)
      throw wrong(`tensor ${key} is not what it should be`);
    // A copy: the header's length need not be a multiple of four.
    tensors[key] = { shape, values: new Float32Array(bytes.slice(8 + length + begin, 8 + length + end)) };
  }
  return { texts, tensors };
}

/** A module's network, as a table of tensors: [{name, size}]. */
export function tensorsOf(module) {
  const text = new TextDecoder();
  return Array.from({ length: module.tensors() }, (_, i) => ({
    name: text.decode(new Uint8Array(module.memory.buffer, module.tensor_name(i), module.tensor_name_size(i))),
    size: module.tensor_size(i),
  }));
}

export class Network {
  static async load() {
    const { instance } = await WebAssembly.instantiate(await load("answer.wasm"), {});
    return new Network(instance.exports);
  }

  constructor(module) {
    this.module = module;
    this.tensors = tensorsOf(module);
    this.height = module.height();
    this.width = module.width();
    this.classes = module.classes();
    this.sheetSide = module.sheet_side();
    this.names = Array.from({ length: this.classes }, (_, i) => String(i));
    this.codeBytes = module.memory.buffer.byteLength;
    const bytes = (at, count) => new Uint8Array(module.memory.buffer, at, count);
    this.sheet = bytes(module.sheet(), this.sheetSide ** 2);
    this.seen = bytes(module.seen(), this.height * this.width);
    this.logits = new Float32Array(module.memory.buffer, module.logits(), this.classes);
  }

  get parameters() {
    return this.tensors.reduce((sum, { size }) => sum + size, 0);
  }

  /** Takes weights, as readTensors gives them. */
  take({ texts, tensors }, name) {
    for (const { name: tensor, size } of this.tensors)
      if (tensors[tensor]?.values.length !== size)
        throw new Error(`${name}: expected ${size} values of ${tensor}, found ${tensors[tensor]?.values.length ?? "none"}. ` +
          "Are these the weights of another network?");
    this.tensors.forEach(({ name: tensor, size }, i) =>
      new Float32Array(this.module.memory.buffer, this.module.tensor_values(i), size).set(tensors[tensor].values));
    this.module.scale(Number(texts.input_mean ?? 0), Number(texts.input_deviation ?? 1));
    if (texts.classes) JSON.parse(texts.classes).forEach((one, i) => (this.names[i] = one));
  }

  /** Finds the drawing on the sheet; false if there is none. Then `seen` is what the network sees. */
  see() {
    return Boolean(this.module.see());
  }

  /** Probabilities of the classes of the image in `seen`. */
  answer() {
    this.module.answer();
    const most = Math.max(...this.logits);
    const shares = Array.from(this.logits, (logit) => Math.exp(logit - most));
    const sum = shares.reduce((a, b) => a + b);
    return shares.map((share) => share / sum);
  }
}

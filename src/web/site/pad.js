// SPDX-License-Identifier: BSL-1.0
// What one draws on: strokes as lists of points, in shares of the side.

const WIDTH = 0.062; // of a stroke: MNIST's pens have a tenth of their digits' height
const STEP = 0.03; // of the keyboard's pen

/** Lays a smooth line through points: curves that meet in the middle between two of them. */
function trace(context, points, side) {
  const at = ({ x, y }) => [x * side, y * side];
  context.beginPath();
  context.moveTo(...at(points[0]));
  for (let i = 1; i < points.length - 1; ++i) {
    const [x, y] = at(points[i]);
    const [nextX, nextY] = at(points[i + 1]);
    context.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
  }
  context.lineTo(...at(points[points.length - 1])); // of a single point: a dot
  context.stroke();
}

export class Pad {
  /** `changed(ended)` is called when what is drawn has changed, at most once a frame. */
  constructor(canvas, changed) {
    this.canvas = canvas;
    this.strokes = [];
    this.pen = null; // of the keyboard: {x, y, down}
    this.image = null; // a picture that is shown instead
    this._changed = changed;
    this._pointer = null;
    this._due = false;
    canvas.addEventListener("pointerdown", (event) => this._down(event));
    canvas.addEventListener("pointermove", (event) => this._move(event));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, (event) => this._up(event));
    canvas.addEventListener("keydown", (event) => this._key(event));
    canvas.addEventListener("blur", () => { this.pen = null; this.paint(); });
    // Where touch-action is not known, a finger would scroll.
    canvas.addEventListener("touchmove", (event) => event.preventDefault(), { passive: false });
    new ResizeObserver(() => this.paint()).observe(canvas);
  }

  get empty() {
    return this.strokes.length === 0;
  }

  clear() {
    this.strokes = [];
    this.image = null;
    this._pointer = null;
    if (this.pen) this.pen.down = false;
    this._soon(true);
  }

  undo() {
    this.strokes.pop();
    this._pointer = null;
    if (this.pen) this.pen.down = false;
    this._soon(true);
  }

  /** Shows a picture, until something is drawn. */
  show(image) {
    this.strokes = [];
    this.image = image;
    this.paint();
  }

  /** Draws all strokes in black on a context whose canvas is `side` wide. */
  ink(context, side) {
    context.lineCap = context.lineJoin = "round";
    context.strokeStyle = "#000";
    context.lineWidth = WIDTH * side;
    for (const stroke of this.strokes) trace(context, stroke, side);
  }

  paint() {
    const side = Math.round(this.canvas.clientWidth * devicePixelRatio);
    if (side === 0) return;
    if (this.canvas.width !== side) this.canvas.width = this.canvas.height = side;
    const context = this.canvas.getContext("2d");
    context.clearRect(0, 0, side, side);
    if (this.image) {
      context.imageSmoothingEnabled = false;
      const { width, height } = this.image;
      const scale = side / Math.max(width, height);
      context.drawImage(this.image, (side - scale * width) / 2, (side - scale * height) / 2, scale * width, scale * height);
    }
    this.ink(context, side);
    if (this.pen) {
      context.beginPath();
      context.arc(this.pen.x * side, this.pen.y * side, (WIDTH / 2) * side, 0, 7);
      context.lineWidth = Math.max(2, side / 150);
      context.stroke();
    }
  }

  _soon(ended) {
    this._ended = this._ended || ended;
    if (this._due) return;
    this._due = true;
    requestAnimationFrame(() => {
      this._due = false;
      this.paint();
      this._changed(this._ended);
      this._ended = false;
    });
  }

  _begin(point) {
    this.image = null;
    this.strokes.push([point]);
  }

  _place(event) {
    const box = this.canvas.getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  }

  _down(event) {
    if (this._pointer !== null || event.button > 0) return; // a second finger, another button
    event.preventDefault();
    this.canvas.focus({ preventScroll: true });
    this.canvas.setPointerCapture(event.pointerId);
    this._pointer = event.pointerId;
    this.pen = null;
    this._begin(this._place(event));
    this._soon(false);
  }

  _move(event) {
    if (event.pointerId !== this._pointer) return;
    // Between two frames a pen or a fast mouse has been at many places.
    const passed = event.getCoalescedEvents?.() ?? [];
    this.strokes.at(-1).push(...(passed.length > 0 ? passed : [event]).map((one) => this._place(one)));
    this._soon(false);
  }

  _up(event) {
    if (event.pointerId !== this._pointer) return;
    this._pointer = null;
    this._soon(true);
  }

  _key(event) {
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const move = moves[event.key];
    if (!move && event.key !== " ") return;
    event.preventDefault();
    this.pen ??= { x: 0.5, y: 0.2, down: false };
    const inside = (value) => Math.min(0.97, Math.max(0.03, value));
    let ended = false;
    if (move) {
      this.pen.x = inside(this.pen.x + move[0] * STEP);
      this.pen.y = inside(this.pen.y + move[1] * STEP);
      if (this.pen.down) this.strokes.at(-1).push({ x: this.pen.x, y: this.pen.y });
    } else {
      this.pen.down = !this.pen.down;
      if (this.pen.down) this._begin({ x: this.pen.x, y: this.pen.y });
      else ended = true;
    }
    this._soon(ended);
  }
}

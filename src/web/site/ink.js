// SPDX-License-Identifier: BSL-1.0

/** Puts an image of bytes, 255 for ink, on a canvas, which takes its size. */
export function paintInk(canvas, ink, height, width) {
  canvas.height = height;
  canvas.width = width;
  const picture = new ImageData(width, height);
  ink.forEach((value, i) => (picture.data[4 * i + 3] = value)); // black, more or less opaque
  canvas.getContext("2d").putImageData(picture, 0, 0);
}

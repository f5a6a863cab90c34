// The shapes of viz/drawing.py on a canvas: corners around (x, y), reaching about r from it.

const corners = {
  page: (x, y, r) => [[x - r * 0.8, y - r], [x + r * 0.3, y - r], [x + r * 0.8, y - r * 0.5], [x + r * 0.8, y + r], [x - r * 0.8, y + r]],
  star: (x, y, r) => ring(x, y, 10, 0, (i) => r * (i % 2 ? 0.65 : 1.3)),
  triangle: (x, y, r) => [[x, y - r * 1.2], [x + r * 1.15, y + r * 0.8], [x - r * 1.15, y + r * 0.8]],
  diamond: (x, y, r) => ring(x, y, 4, 0, () => r * 1.08),
  hexagon: (x, y, r) => ring(x, y, 6, Math.PI / 6, () => r * 1.08),
  square: (x, y, r) => box(x, y, r * 0.9),
  small: (x, y, r) => box(x, y, r * 0.6),
};

function ring(x, y, count, turn, reach) {
  return Array.from({ length: count }, (_, i) => {
    const angle = turn + (i * 2 * Math.PI) / count;
    return [x + reach(i) * Math.sin(angle), y - reach(i) * Math.cos(angle)];
  });
}

function box(x, y, side) {
  return [[x - side, y - side], [x + side, y - side], [x + side, y + side], [x - side, y + side]];
}

/** Begin the outline of a form at (x, y) on a canvas context. */
export function trace(context, form, x, y, r) {
  context.beginPath();
  if (form === "dot") {
    context.arc(x, y, r, 0, 2 * Math.PI);
    return;
  }
  for (const [px, py] of corners[form](x, y, r)) context.lineTo(px, py);
  context.closePath();
}

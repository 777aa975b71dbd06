// Confidence as colours: the same in the strip, the pairs and the heat.
const STOPS = [[0, [229, 87, 76]], [0.5, [233, 171, 79]], [0.8, [150, 178, 120]], [1, [110, 170, 190]]];

export function trustColour(value, alpha = 1) {
  if (value === null || value === undefined) return `rgba(120, 128, 136, ${alpha})`;
  let low = STOPS[0];
  for (const high of STOPS) {
    if (value <= high[0]) {
      const part = high[0] === low[0] ? 0 : (value - low[0]) / (high[0] - low[0]);
      const mixed = low[1].map((c, k) => Math.round(c + (high[1][k] - c) * part));
      return `rgba(${mixed.join(", ")}, ${alpha})`;
    }
    low = high;
  }
  return `rgba(${low[1].join(", ")}, ${alpha})`;
}

export function trustText(value) {
  return value === null || value === undefined ? "–" : `${Math.round(value * 100)} %`;
}

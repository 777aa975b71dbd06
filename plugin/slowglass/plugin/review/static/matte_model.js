// The mattes that are drawn: layers of shapes, whose points have keys over the time of the source.
import { ask, tell } from "/static/api.js";
import { toast } from "/static/elements.js";
import { rateOf } from "/static/player.js";
import { change, state } from "/static/store.js";

const SAVE_MS = 300;
export const matte = { file: "", document: null, layer: 0, shape: -1, uses: false };
let timer = 0;

export const layers = () => matte.document.layers;
export const layer = () => layers()[matte.layer] ?? null;
export const shape = () => layer()?.shapes[matte.shape] ?? null;
export const here = () => state.room.frames[state.frame].position;

export async function load() {
  const answer = await ask("/api/mattes");
  matte.file = answer.file;
  matte.document = answer.mattes;
}

// Notes that something was drawn: shown at once, saved when the hand rests.
export function drawn() {
  change({ mattes: true });
  clearTimeout(timer);
  timer = setTimeout(save, SAVE_MS);
}

export async function save() {
  clearTimeout(timer);
  try {
    await tell("/api/mattes/save", matte.document);
    change({ matteSaved: true });
  } catch (error) {
    toast(error.message, true);
  }
}

export function addLayer() {
  const taken = new Set(layers().map((one) => one.name));
  let number = layers().length + 1;
  while (taken.has(`layer ${number}`)) number += 1;
  layers().push({ name: `layer ${number}`, motion: "alone", shapes: [] });
  matte.layer = layers().length - 1;
  matte.shape = -1;
  drawn();
}

export function removeLayer() {
  if (!layer()) return;
  layers().splice(matte.layer, 1);
  matte.layer = Math.max(0, matte.layer - 1);
  matte.shape = -1;
  drawn();
}

export function rename(name) {
  const isFree = name && !layers().some((one, k) => k !== matte.layer && one.name === name);
  if (layer() && isFree) layer().name = name;
  drawn();
}

export function setMotion(motion) {
  if (!layer()) return;
  layer().motion = motion;
  drawn();
}

export function addShape(kind, points, radius = 0) {
  if (!layer()) addLayer();
  layer().shapes.push({ kind, radius, keys: [{ position: here(), points: rounded(points) }] });
  matte.shape = layer().shapes.length - 1;
  drawn();
}

export function removeShape() {
  if (!shape()) return;
  layer().shapes.splice(matte.shape, 1);
  matte.shape = layer().shapes.length - 1;
  drawn();
}

const rounded = (points) => points.map((point) => point.map((n) => Math.round(n * 100) / 100));

export function pointsAt(one, position) {
  const at = rateOf(position), keys = one.keys;
  if (at <= rateOf(keys[0].position)) return keys[0].points;
  for (let k = 0; k + 1 < keys.length; k++) {
    const [from, to] = [rateOf(keys[k].position), rateOf(keys[k + 1].position)];
    if (at < to) {
      const part = (at - from) / (to - from);
      return keys[k].points.map(([x, y], n) => [x + (keys[k + 1].points[n][0] - x) * part, y + (keys[k + 1].points[n][1] - y) * part]);
    }
  }
  return keys.at(-1).points;
}

// Puts the points of the shape where they are to be here: its key of this time, or a new one.
export function setPoints(points) {
  const one = shape();
  const key = one.keys.find((other) => other.position === here());
  if (key) key.points = rounded(points);
  else one.keys.push({ position: here(), points: rounded(points) });
  one.keys.sort((a, b) => rateOf(a.position) - rateOf(b.position));
  drawn();
}

export function shift(x, y) {
  if (shape()) setPoints(pointsAt(shape(), here()).map((point) => [point[0] + x, point[1] + y]));
}

export function grow(x, y) {
  if (!shape()) return;
  const points = pointsAt(shape(), here());
  const middle = [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length);
  setPoints(points.map((point) => [point[0] + Math.sign(point[0] - middle[0]) * x, point[1] + Math.sign(point[1] - middle[1]) * y]));
}

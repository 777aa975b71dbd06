// Where a frame is not to be trusted, over its picture.
import { ask } from "/static/api.js";
import { state } from "/static/store.js";
import { trustColour } from "/static/trust.js";

const STRONGEST = 0.7;
const MOST = 64;
const maps = new Map(); // by frame and version: a small canvas, or null

export function drawHeat(context, place, whenLoaded) {
  const frame = state.room.frames[state.frame];
  const name = `${state.frame}.${frame.version}`;
  if (!maps.has(name)) load(name, state.frame, whenLoaded);
  const map = maps.get(name);
  if (!map) return;
  context.imageSmoothingEnabled = true;
  context.drawImage(map, place.x, place.y, place.width, place.height);
}

async function load(name, index, whenLoaded) {
  maps.set(name, null);
  if (maps.size > MOST) maps.delete(maps.keys().next().value);
  const heat = await ask(`/api/heat/${index}`).catch(() => null);
  if (!heat) return;
  const canvas = new OffscreenCanvas(heat.columns, heat.rows);
  const context = canvas.getContext("2d");
  heat.values.forEach((value, k) => {
    const trust = value / 255;
    context.fillStyle = trustColour(trust, STRONGEST * (1 - trust));
    context.fillRect(k % heat.columns, Math.floor(k / heat.columns), 1, 1);
  });
  maps.set(name, canvas);
  whenLoaded();
}

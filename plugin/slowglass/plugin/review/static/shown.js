// Which pictures are shown now, and which will be: what is wanted from the room.
import { pictureAddress } from "/static/api.js";
import { Pictures } from "/static/pictures.js";
import { clampFrame, frameCount, state } from "/static/store.js";

const MOST_PROXIES = 72, MOST_FULL = 6;
const AHEAD = 24, BEHIND = 4;

let whenLoaded = () => {};
export const proxies = new Pictures(MOST_PROXIES, () => whenLoaded());
export const exact = new Pictures(MOST_FULL, () => whenLoaded());

export function onLoaded(listener) {
  whenLoaded = listener;
}

export function versionOf(index) {
  return state.room.frames[index].version;
}

export function sidesShown() {
  const { a, b } = state.sides;
  if (state.compare === "onion") return ["left", "right"];
  const sides = { a: [a], b: [b], wipe: [a, b], flicker: [a, b] }[state.compare];
  return state.motion ? [...sides, "motion"] : sides;
}

// The best picture of a side that is here: exact where the frame stands, small where it plays.
export function pictureOf(side, index) {
  const version = versionOf(index);
  const full = state.speed === 0 ? exact.peek("full", side, index, version) : undefined;
  return full || proxies.peek("proxy", side, index, version);
}

// What a model has to make first is made ahead only while it is played.
const isCostly = (side) => side.startsWith("model:") || side === "motion" || (side === "made" && state.room.kind === "clip");

export function wantPictures() {
  const sides = sidesShown();
  const ahead = state.speed ? sides : sides.filter((side) => !isCostly(side));
  const step = state.speed || 1;
  const addresses = (which, index) => which.map((side) => pictureAddress("proxy", side, index, versionOf(index)));
  const near = (index) => addresses(ahead, index);
  const wanted = addresses(sides, state.frame);
  for (let k = 1; k <= AHEAD; k++) {
    const index = clampFrame(state.frame + k * step);
    wanted.push(...near(index));
    if (k <= BEHIND && !state.speed) wanted.push(...near(clampFrame(state.frame - k)));
  }
  const loops = state.speed > 0 && state.frame + AHEAD * step >= (state.markOut ?? frameCount() - 1);
  if (loops) for (let k = 0; k < AHEAD / 2; k++) wanted.push(...near(clampFrame((state.markIn ?? 0) + k)));
  proxies.want([...new Set(wanted)]);
  exact.want(state.speed ? [] : sides.map((side) => pictureAddress("full", side, state.frame, versionOf(state.frame))));
}

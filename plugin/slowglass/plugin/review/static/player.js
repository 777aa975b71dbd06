// Playing: which frame is due now, by the clock; a picture that is not here yet is left out.
import { pictureOf, sidesShown } from "/static/shown.js";
import { change, clampFrame, frameCount, goTo, state } from "/static/store.js";

const FASTEST = 8;
let began = 0, from = 0, lastDue = -1;
export const played = { due: 0, late: 0 }; // frames since playing began, and those whose picture was not here
window.slowglassPlayed = played;

export function rateOf(text) {
  const [number, divisor] = text.split("/").map(Number);
  return number / (divisor || 1);
}

export function play(speed) {
  const atEnd = speed > 0 && state.frame >= last();
  const atStart = speed < 0 && state.frame <= first();
  if (atEnd) change({ frame: first() });
  if (atStart) change({ frame: last() });
  const stood = state.speed === 0;
  from = state.frame;
  began = performance.now();
  lastDue = -1;
  if (stood) Object.assign(played, { due: 0, late: 0 });
  change({ speed });
  if (stood && speed) requestAnimationFrame(tick);
}

export const stop = () => change({ speed: 0 });
export const toggle = () => (state.speed ? stop() : play(1));
export const faster = (sign) => play(state.speed * sign > 0 ? sign * Math.min(FASTEST, Math.abs(state.speed) * 2) : sign);
export const step = (frames) => goTo(state.frame + frames);

const first = () => state.markIn ?? 0;
const last = () => state.markOut ?? frameCount() - 1;

function tick(now) {
  if (!state.speed) return;
  const passed = Math.floor(Math.max(0, now - began) / 1000 * rateOf(state.room.rate) * Math.abs(state.speed));
  const length = last() - first() + 1;
  const offset = from - first() + Math.sign(state.speed) * passed;
  const due = clampFrame(first() + ((offset % length) + length) % length);
  if (due !== lastDue) {
    lastDue = due;
    played.due += 1;
    const isHere = sidesShown().every((side) => pictureOf(side, due) !== undefined);
    if (!isHere) played.late += 1;
    change({ frame: due });
  }
  requestAnimationFrame(tick);
}

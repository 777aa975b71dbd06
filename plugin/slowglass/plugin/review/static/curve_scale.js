// The axes of the curve: time of the result and speed, and what lies where on the screen.
import { duration, keys, number, rate, timeOfFrame } from "/static/curve_model.js";
import { state } from "/static/store.js";

export const canvas = document.getElementById("curve");
export const RULER = 20, SOUND = 34;
export const heard = { sound: null }; // how loud the clip is, once that is known
const SIDE = 44;
let frozenScale = null;

export const ratio = () => devicePixelRatio;

// What the axes show; while something is dragged they stay as they are.
export function freezeScale(isFrozen) {
  frozenScale = null;
  if (isFrozen) frozenScale = scales();
}

export function scales() {
  if (frozenScale) return frozenScale;
  const speeds = keys().map((key) => number(key.speed));
  const longest = Math.max(duration(), number(keys().at(-1).time), 1 / rate());
  return { seconds: longest * 1.04, low: Math.min(0, ...speeds) * 1.15, high: Math.max(1.25, Math.max(...speeds) * 1.15) };
}

export const left = () => SIDE * ratio(), right = () => canvas.width - 12 * ratio();
export const top = () => RULER * ratio() + 6 * ratio(), bottom = () => canvas.height - SOUND * ratio();
export const xOf = (time) => left() + (right() - left()) * time / scales().seconds;
export const yOf = (speed) => bottom() - (bottom() - top()) * (speed - scales().low) / (scales().high - scales().low);
export const timeAt = (x) => Math.max(0, (x - left()) / (right() - left()) * scales().seconds);
export const speedOf = (y) => scales().low + (bottom() - y) / (bottom() - top()) * (scales().high - scales().low);

export function pointOf(event) {
  const box = canvas.getBoundingClientRect();
  return { x: (event.clientX - box.left) * ratio(), y: (event.clientY - box.top) * ratio() };
}

// The handles of a free segment: a third of the way along its slopes.
export function handlesOf(index) {
  const [from, to] = [keys()[index], keys()[index + 1]];
  if (!to || from.shape !== "free") return [];
  const third = (number(to.time) - number(from.time)) / 3;
  return [
    { name: "leaving", third, time: number(from.time) + third, speed: number(from.speed) + number(from.leaving) * third },
    { name: "arriving", third: -third, time: number(to.time) - third, speed: number(to.speed) - number(from.arriving) * third },
  ];
}

// When the result shows the moment of each peak of the sound.
export function peakTimes() {
  if (!heard.sound) return [];
  const wanted = heard.sound.peaks.map((peak) => peak * number(state.room.source.rate)), times = [];
  const frames = state.room.frames;
  for (let k = 0; k + 1 < frames.length; k++) {
    const [from, to] = [frames[k].position, frames[k + 1].position];
    for (const position of wanted) {
      if (position >= Math.min(from, to) && position < Math.max(from, to)) times.push(timeOfFrame(k + (position - from) / (to - from)));
    }
  }
  return times;
}

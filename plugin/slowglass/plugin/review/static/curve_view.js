// The curve on the screen: speed over the time of the result, with its sound and its playhead.
import { ask } from "/static/api.js";
import { duration, keys, number, rate, speedAt, timeOfFrame } from "/static/curve_model.js";
import { bottom, canvas, handlesOf, heard, left, peakTimes, ratio, right, RULER, scales, SOUND, timeAt, xOf, yOf } from "/static/curve_scale.js";
import { onChange, state } from "/static/store.js";

const context = canvas.getContext("2d");
let isDue = false;

export async function startCurveView() {
  new ResizeObserver(redraw).observe(canvas);
  onChange(redraw);
  heard.sound = await ask("/api/loudness").catch(() => null);
  redraw();
}

// Where the source is at a time of the result, in its frames.
function positionAt(time) {
  const frames = state.room.frames, index = Math.min(frames.length - 1, Math.floor(time * rate()));
  const from = frames[index].position, to = frames[Math.min(frames.length - 1, index + 1)].position;
  return from + (to - from) * (time * rate() - index);
}

function redraw() {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => { isDue = false; paint(); });
}

function paint() {
  const box = canvas.getBoundingClientRect();
  canvas.width = Math.max(1, Math.round(box.width * ratio()));
  canvas.height = Math.max(1, Math.round(box.height * ratio()));
  paintAxes();
  paintSound();
  paintRange();
  paintCurve();
  paintKeys();
  paintPlayhead();
}

function paintAxes() {
  context.font = `${10.5 * ratio()}px system-ui`;
  const span = scales().high - scales().low, step = [0.05, 0.1, 0.25, 0.5, 1, 2, 4].find((one) => span / one <= 6) ?? 8;
  for (let level = Math.ceil(scales().low / step) * step; level <= scales().high; level += step) {
    const isWhole = Math.abs(level - 1) < 1e-6 || Math.abs(level) < 1e-6;
    context.fillStyle = isWhole ? "#3a4047" : "#24282d";
    context.fillRect(left(), Math.round(yOf(level)), right() - left(), ratio());
    context.fillStyle = isWhole ? "#b4bac1" : "#717982";
    context.textAlign = "right";
    context.fillText(`${Math.round(level * 100)} %`, left() - 6 * ratio(), yOf(level) + 3.5 * ratio());
  }
  context.textAlign = "left";
  const tick = [1 / rate(), 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60].find((one) => scales().seconds / one <= 16) ?? 300;
  for (let time = 0; time <= scales().seconds; time += tick) {
    context.fillStyle = "#24282d";
    context.fillRect(Math.round(xOf(time)), RULER * ratio(), ratio(), canvas.height);
    context.fillStyle = "#717982";
    context.fillText(`${Number(time.toFixed(3))} s`, xOf(time) + 4 * ratio(), 13 * ratio());
  }
}

function paintSound() {
  const base = canvas.height - 4 * ratio(), high = (SOUND - 10) * ratio();
  if (!heard.sound) {
    context.fillStyle = "#59616a";
    context.fillText("no sound", left() + 4 * ratio(), base - 6 * ratio());
    return;
  }
  const loudest = Math.max(0.02, ...heard.sound.levels);
  context.fillStyle = "#41525e";
  for (let x = Math.round(left()); x < xOf(duration()); x += 2) {
    const level = heard.sound.levels[Math.floor(positionAt(timeAt(x)) / number(state.room.source.rate) * 100)] ?? 0;
    const height = Math.max(1, high * level / loudest);
    context.fillRect(x, base - height, 1, height);
  }
  context.fillStyle = "#8fb8d0";
  for (const time of peakTimes()) context.fillRect(Math.round(xOf(time)), base - high, ratio(), high);
}

function paintRange() {
  context.fillStyle = "#00000066";
  context.fillRect(xOf(duration()), RULER * ratio(), canvas.width, canvas.height);
  context.fillStyle = "#e9ab4f";
  context.fillRect(Math.round(xOf(duration())), RULER * ratio(), 2 * ratio(), bottom() - RULER * ratio());
  if (state.markIn === null && state.markOut === null) return;
  const from = xOf(timeOfFrame(state.markIn ?? 0)), to = xOf(timeOfFrame((state.markOut ?? state.room.frames.length - 1) + 1));
  context.fillStyle = "rgba(116, 180, 220, .12)";
  context.fillRect(from, RULER * ratio(), to - from, bottom() - RULER * ratio());
}

function paintCurve() {
  const path = new Path2D();
  for (let x = left(); x <= right(); x += 1) path.lineTo(x, yOf(speedAt(timeAt(x))));
  const under = new Path2D(path);
  under.lineTo(right(), yOf(0));
  under.lineTo(left(), yOf(0));
  context.fillStyle = "rgba(116, 180, 220, .10)";
  context.fill(under);
  context.strokeStyle = "#74b4dc";
  context.lineWidth = 2 * ratio();
  context.stroke(path);
}

function paintKeys() {
  keys().forEach((key, k) => {
    for (const handle of k === state.key ? handlesOf(k) : []) paintHandle(key, handle, k);
    const x = xOf(number(key.time)), y = yOf(number(key.speed)), size = (k === state.key ? 7 : 5) * ratio();
    context.fillStyle = k === state.key ? "#ffffff" : "#74b4dc";
    context.beginPath();
    context.moveTo(x, y - size);
    context.lineTo(x + size, y);
    context.lineTo(x, y + size);
    context.lineTo(x - size, y);
    context.fill();
  });
}

function paintHandle(key, handle, index) {
  const at = handle.name === "leaving" ? key : keys()[index + 1];
  context.strokeStyle = "#c59ae0";
  context.lineWidth = ratio();
  context.beginPath();
  context.moveTo(xOf(number(at.time)), yOf(number(at.speed)));
  context.lineTo(xOf(handle.time), yOf(handle.speed));
  context.stroke();
  context.fillStyle = "#c59ae0";
  context.beginPath();
  context.arc(xOf(handle.time), yOf(handle.speed), 4 * ratio(), 0, 7);
  context.fill();
}

function paintPlayhead() {
  const x = Math.round(xOf(timeOfFrame(state.frame)));
  context.fillStyle = "#f2f5f8";
  context.fillRect(x, 0, ratio(), canvas.height);
  context.beginPath();
  context.moveTo(x - 5 * ratio(), 0);
  context.lineTo(x + 6 * ratio(), 0);
  context.lineTo(x, 7 * ratio());
  context.fill();
}

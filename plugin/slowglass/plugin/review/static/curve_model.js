// The curve that is drawn: its keys, what is done to them, and the map that the room makes of it.
import { tell } from "/static/api.js";
import { toast } from "/static/elements.js";
import { rateOf } from "/static/player.js";
import { change, clampFrame, state } from "/static/store.js";

const SHAPES = ["straight", "eased", "held", "free"];
const SLOWEST = -8, FASTEST = 16;
const HISTORY = 200;
let sending = null, isDirty = false, isExact = false;
const undone = [], waiting = [];

export const number = (text) => rateOf(String(text));
export const keys = () => state.room.curve.keys;
export const rate = () => rateOf(state.room.rate);
export const duration = () => number(state.room.duration);
export const timeOfFrame = (index) => index / rate();
export const selected = () => keys()[state.key] ?? null;

// A time on the grid of frames, as exact text.
export function frameTime(seconds) {
  const [frames, divisor] = state.room.rate.split("/").map(Number);
  return `${Math.max(0, Math.round(seconds * rate())) * (divisor || 1)}/${frames}`;
}

const plain = (value) => String(Math.round(value * 1000) / 1000);

export function speedAt(time) {
  const list = keys();
  if (time <= number(list[0].time)) return number(list[0].speed);
  for (let k = 0; k + 1 < list.length; k++) {
    const from = number(list[k].time), to = number(list[k + 1].time);
    if (time < to) return mixed(list[k], list[k + 1], (time - from) / (to - from), to - from);
  }
  return number(list.at(-1).speed);
}

function mixed(left, right, x, length) {
  const from = number(left.speed), rise = number(right.speed) - from;
  if (left.shape === "held") return from;
  if (left.shape === "eased") return from + rise * x * x * (3 - 2 * x);
  if (left.shape === "straight") return from + rise * x;
  const out = number(left.leaving) * length, into = number(left.arriving) * length;
  return from + out * x + (3 * rise - 2 * out - into) * x * x + (out + into - 2 * rise) * x ** 3;
}

// Changes the curve, and asks what it makes of the clip.
export function edit(changing) {
  remember();
  changing(state.room.curve);
  keys().sort((one, other) => number(one.time) - number(other.time));
  send();
}

function remember() {
  undone.push(JSON.stringify({ curve: state.room.curve, key: state.key }));
  if (undone.length > HISTORY) undone.shift();
}

export function back() {
  if (!undone.length) return toast("There is nothing to undo.");
  const { curve, key } = JSON.parse(undone.pop());
  state.room.curve = curve;
  change({ key });
  send();
}

function send() {
  change({ curveMoved: true });
  isDirty = true;
  if (!sending) sending = sendAll().finally(() => { sending = null; });
}

async function sendAll() {
  while (isDirty) {
    isDirty = false;
    await ask("/api/curve", state.room.curve);
  }
}

// What is done while the room changes the curve waits until it is as it will be.
export function inTurn(run) {
  if (isExact) waiting.push(run);
  else run();
}

// What the room does exactly, in fractions; then the key at a time is selected.
async function exactly(path, document, time) {
  isExact = true;
  remember();
  await sending;
  await ask(path, document);
  change({ key: Math.max(0, keys().findIndex((key) => number(key.time) === number(time))) });
  isExact = false;
  while (waiting.length && !isExact) waiting.shift()();
}

async function ask(path, document) {
  try {
    const room = await tell(path, document);
    if (isDirty) return;
    state.room = room;
    change({ room, frame: clampFrame(state.frame), markIn: null, markOut: null });
  } catch (error) {
    toast(error.message, true);
  }
}

export async function save() {
  await sending;
  await ask("/api/save", {});
  if (state.room.is_saved) toast(`Saved: ${state.room.map_file}`);
}

export const add = (seconds) => exactly("/api/key", { time: frameTime(seconds) }, frameTime(seconds));
export const last = (seconds) => exactly("/api/duration", { seconds: String(seconds) }, "0");

// The picture of this frame stays for a while, and all goes on as before.
export const freeze = (time, seconds) => exactly("/api/freeze", { time: frameTime(time), seconds }, frameTime(time));

export function remove() {
  if (!selected()) return toast("No key is selected.");
  if (keys().length === 1) return toast("A curve has one key at least.");
  edit((curve) => curve.keys.splice(state.key, 1));
  change({ key: Math.min(state.key, keys().length - 1) });
}

export function move(time, speed) {
  const key = selected();
  if (!key) return;
  const others = keys().filter((one) => one !== key).map((one) => number(one.time));
  const isFree = !others.some((one) => Math.abs(one - number(time)) < 1e-9);
  edit(() => {
    if (isFree) key.time = time;
    key.speed = plain(Math.min(FASTEST, Math.max(SLOWEST, speed)));
  });
  change({ key: keys().indexOf(key) });
}

export function shape(name) {
  const key = selected();
  if (!key) return toast("No key is selected.");
  const next = name ?? SHAPES[(SHAPES.indexOf(key.shape) + 1) % SHAPES.length];
  edit(() => { key.shape = next; });
}

export const reverse = () => edit((curve) => { curve.reversed = !curve.reversed; });

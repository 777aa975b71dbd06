// The strip: all frames from left to right, their confidence as a curve, what is marked and selected.
import { change, clampFrame, frameCount, goTo, onChange, state } from "/static/store.js";
import { trustColour, trustText } from "/static/trust.js";

const canvas = document.getElementById("strip");
const context = canvas.getContext("2d");
const TOP = 16, FOOT = 14, SIDE = 12;
let isDue = false;

export function startStrip() {
  new ResizeObserver(redraw).observe(canvas);
  onChange(redraw);
  let anchor = null;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    anchor = frameAt(event);
    if (event.shiftKey) selectRange(state.frame, anchor);
    goTo(anchor);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (anchor === null) return;
    if (event.shiftKey) selectRange(anchor, frameAt(event));
    goTo(frameAt(event));
  });
  canvas.addEventListener("pointerup", () => { anchor = null; });
}

// Frames that can be mended: those that were made.
export function isMade(index) {
  return state.room.frames[index].is_made;
}

export function selectRange(from, to) {
  const selected = new Set(state.selected);
  for (let k = Math.min(from, to); k <= Math.max(from, to); k++) if (isMade(k)) selected.add(k);
  change({ selected });
}

const ratio = () => devicePixelRatio;
const spacing = () => (canvas.width - 2 * SIDE * ratio()) / Math.max(1, frameCount() - 1);
const xOf = (index) => SIDE * ratio() + index * spacing();

function frameAt(event) {
  const box = canvas.getBoundingClientRect();
  return clampFrame(((event.clientX - box.left) * ratio() - SIDE * ratio()) / spacing());
}

function redraw() {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    if (state.room) paint();
  });
}

function paint() {
  const box = canvas.getBoundingClientRect();
  canvas.width = Math.round(box.width * ratio());
  canvas.height = Math.round(box.height * ratio());
  paintRange();
  paintCurve();
  paintMarks();
  paintPlayhead();
  const { confidence } = state.room.frames[state.frame];
  canvas.setAttribute("aria-valuemax", String(frameCount() - 1));
  canvas.setAttribute("aria-valuenow", String(state.frame));
  canvas.setAttribute("aria-valuetext", `frame ${state.frame}, confidence ${trustText(confidence)}`);
}

const top = () => TOP * ratio();
const bottom = () => canvas.height - FOOT * ratio();
const yOf = (trust) => bottom() - (bottom() - top()) * trust;

function paintRange() {
  const width = Math.max(spacing(), 2);
  context.fillStyle = "rgba(116, 180, 220, .28)";
  for (const k of state.selected) context.fillRect(xOf(k) - width / 2, top(), width, bottom() - top());
  if (state.markIn === null && state.markOut === null) return;
  const from = xOf(state.markIn ?? 0), to = xOf(state.markOut ?? frameCount() - 1);
  context.fillStyle = "#0007";
  context.fillRect(0, 0, from - width / 2, canvas.height);
  context.fillRect(to + width / 2, 0, canvas.width, canvas.height);
  context.fillStyle = "#dfe2e6";
  context.fillRect(from - width / 2 - ratio(), top(), 2 * ratio(), bottom() - top());
  context.fillRect(to + width / 2 - ratio(), top(), 2 * ratio(), bottom() - top());
}

function paintCurve() {
  const frames = state.room.frames, width = Math.max(1.5 * ratio(), spacing() * 0.72);
  context.fillStyle = "#2e3238";
  for (const level of [0, 0.5, 1]) context.fillRect(0, Math.round(yOf(level)), canvas.width, 1);
  frames.forEach((frame, k) => {
    const known = frame.confidence !== null;
    const height = known ? yOf(frame.confidence) : isMade(k) ? yOf(0.06) : bottom() - 3 * ratio();
    context.fillStyle = known ? trustColour(frame.confidence, 0.85) : isMade(k) ? "#59616a" : "#3f464e";
    context.fillRect(xOf(k) - width / 2, height, width, bottom() - height);
  });
  if (frames.some((frame) => frame.confidence !== null)) return;
  context.fillStyle = "#8e959e";
  context.font = `${12 * ratio()}px system-ui`;
  context.fillText("This result was made without confidence: make it anew to see where to distrust.", xOf(0), yOf(0.5) - 4 * ratio());
}

function paintMarks() {
  const repeats = new Set(state.room.repeats), cuts = new Set(state.room.cuts);
  context.font = `${10 * ratio()}px system-ui`;
  let before = -1;
  state.room.frames.forEach((frame, k) => {
    const source = frame.t === "0" ? frame.left : -1;
    if (cuts.has(frame.left) && frame.left !== before) mark(k, "#e9ab4f", "cut");
    else if (source >= 0 && repeats.has(source) && source !== before) mark(k, "#c59ae0", "repeat");
    before = frame.left;
    if (frame.mend) {
      context.fillStyle = "#76bb8c";
      context.beginPath();
      context.arc(xOf(k), bottom() + 6 * ratio(), 3 * ratio(), 0, 7);
      context.fill();
    }
  });
}

function mark(index, colour, text) {
  const x = Math.round(xOf(index) - spacing() / 2);
  context.fillStyle = colour;
  context.fillRect(x, 2 * ratio(), Math.ceil(ratio()), bottom());
  context.fillText(text, x + 3 * ratio(), 11 * ratio());
}

function paintPlayhead() {
  const x = xOf(state.frame), r = ratio();
  context.fillStyle = "#f2f5f8";
  context.fillRect(Math.round(x - r / 2), 0, Math.max(1, r), canvas.height);
  context.beginPath();
  context.moveTo(x - 5 * r, 0);
  context.lineTo(x + 5 * r, 0);
  context.lineTo(x, 7 * r);
  context.fill();
}

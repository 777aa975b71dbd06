// Buttons around the picture, and the keys that do the same.
import { element, options } from "/static/elements.js";
import { bind } from "/static/keys.js";
import { faster, rateOf, step, stop, toggle } from "/static/player.js";
import { fit, pixels, zoom } from "/static/pointer.js";
import { change, frameCount, goTo, onChange, state } from "/static/store.js";

const COMPARES = [["a", "A", "1"], ["b", "B", "2"], ["wipe", "Wipe", "3"], ["flicker", "Flicker", "4"], ["onion", "Onion", "5"]];
const part = (id) => document.getElementById(id);

export function startControls() {
  sideChoices();
  compareChoices();
  bindAll();
  onChange(update);
}

function sideChoices() {
  const models = state.room.models.filter((name) => name !== "blend").map((name) => ({ id: `model:${name}`, title: `By ${name}` }));
  for (const side of ["a", "b"]) {
    const select = part(`side-${side}`);
    options(select, [...state.room.sides, ...models], state.sides[side]);
    select.addEventListener("change", () => change({ sides: { ...state.sides, [side]: select.value }, compare: state.compare === "a" && side === "b" ? "b" : state.compare }));
  }
}

function compareChoices() {
  part("compare").replaceChildren(...COMPARES.map(([id, title, key]) => element("button", {
    type: "button", role: "radio", textContent: title, title: `${title} (${key})`, id: `compare-${id}`,
    onclick: () => change({ compare: id }),
  })));
}

function bindAll() {
  const on = (id, keys, title, run) => {
    bind(keys, title, run);
    if (id) part(id).addEventListener("click", run);
  };
  on("play", "space", "Play or stop", toggle);
  on("back", "j", "Play backwards, again: faster", () => faster(-1));
  on("", "k", "Stop", stop);
  on("", "l", "Play, again: faster", () => faster(1));
  on("", "ArrowLeft", "One frame back", () => step(-1));
  on("", "ArrowRight", "One frame on", () => step(1));
  on("", "shift+ArrowLeft", "Ten frames back", () => step(-10));
  on("", "shift+ArrowRight", "Ten frames on", () => step(10));
  on("to-start", "Home", "First frame", () => goTo(0));
  on("to-end", "End", "Last frame", () => goTo(frameCount() - 1));
  on("", "i", "Mark in", () => change({ markIn: state.frame, markOut: state.markOut !== null && state.markOut < state.frame ? null : state.markOut }));
  on("", "o", "Mark out", () => change({ markOut: state.frame, markIn: state.markIn !== null && state.markIn > state.frame ? null : state.markIn }));
  on("", "x", "Clear marks and selection", () => change({ markIn: null, markOut: null, selected: new Set() }));
  for (const [id, title, key] of COMPARES) bind(key, `Show ${title}`, () => change({ compare: id }));
  part("heat").parentElement.hidden = state.room.kind !== "result";
  if (state.room.kind === "result") {
    on("heat", "h", "Heat: where to distrust", () => change({ heat: !state.heat }));
    on("motion", "v", "Motion as colours", () => change({ motion: !state.motion }));
  }
  on("fit", "f", "Whole picture", fit);
  on("pixels", "z", "Pixel for pixel", pixels);
  on("", "+ =", "Nearer", () => zoom(1.5));
  on("", "-", "Farther", () => zoom(1 / 1.5));
}

export function timecode(index, rate) {
  const base = Math.round(rate), seconds = Math.floor(index / base);
  const fields = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60, index % base];
  return fields.map((value) => String(value).padStart(2, "0")).join(":");
}

function update(patch) {
  const rate = rateOf(state.room.rate), count = frameCount();
  part("timecode").textContent = `${timecode(state.frame, rate)} / ${timecode(count, rate)}`;
  part("where").textContent = `frame ${state.frame} of ${count}`;
  part("facts").textContent = `${state.room.width} × ${state.room.height} · ${Number(rate.toFixed(3))} fps · ${count} frames · ${state.room.model}`;
  part("play").textContent = state.speed ? "■" : "▶";
  part("speed").textContent = state.speed && state.speed !== 1 ? `${state.speed}×` : "";
  for (const [id] of COMPARES) part(`compare-${id}`).setAttribute("aria-checked", String(state.compare === id));
  part("heat").setAttribute("aria-pressed", String(state.heat));
  part("motion").setAttribute("aria-pressed", String(state.motion));
  part("side-a").value = state.sides.a;
  part("side-b").value = state.sides.b;
}

// What is done about bad frames: chosen here, queued, and given back.
import { tell } from "/static/api.js";
import { element, toast } from "/static/elements.js";
import { layer as matteLayer, matte, save } from "/static/matte_model.js";
import { pairAt } from "/static/pairs.js";
import { change, onChange, state } from "/static/store.js";
import { isMade } from "/static/strip.js";
import { trustColour, trustText } from "/static/trust.js";

const HOLD_TITLES = { "hold-left": "Hold the frame before", "hold-right": "Hold the frame after", cut: "Cut: hold the nearer one" };
const how = element("select", { id: "how", ariaLabel: "How to make them again" });
const facts = element("dl", { className: "facts", id: "facts-of-frame" });
const chosen = element("p", { id: "chosen", className: "quiet" });
const redoButton = element("button", { id: "redo", type: "button", className: "main", textContent: "Make again", title: "Enter", onclick: redo });
const undoButton = element("button", { id: "undo", type: "button", textContent: "Undo mend", title: "U", onclick: undo });

export function startMend(panel) {
  panel.append(
    element("section", {}, element("h2", { textContent: "This frame" }), facts),
    element("section", {}, element("h2", { textContent: "Mend" }), chosen,
      element("div", { className: "row" }, how),
      element("div", { className: "row" }, redoButton, undoButton)),
  );
  onChange(update);
  fillHows();
  update();
}

function fillHows() {
  const { models, holds, model } = state.room;
  const other = models.find((name) => name !== model && name !== "blend") ?? models[0];
  how.replaceChildren(
    element("optgroup", { label: "Another way to make it" }, ...models.map((name) =>
      element("option", { value: name, textContent: name === model ? `${name} (as it is)` : name }))),
    element("optgroup", { label: "No motion at all" }, ...holds.map((name) =>
      element("option", { value: name, textContent: HOLD_TITLES[name] ?? name }))),
  );
  how.value = other;
}

export function cycleHow(step) {
  const count = how.options.length;
  how.selectedIndex = (how.selectedIndex + step + count) % count;
  toast(how.selectedOptions[0].textContent);
}

// What is meant where nothing is selected: the pair of this frame.
export function meant() {
  if (state.selected.size) return [...state.selected].sort((a, b) => a - b);
  return pairAt(state.frame)?.frames ?? (isMade(state.frame) ? [state.frame] : []);
}

export async function redo() {
  const frames = meant();
  if (!frames.length) return toast("This is a frame of the source: only made frames can be made again.", true);
  const layer = matte.uses && matteLayer() ? matteLayer().name : "";
  if (layer) await save();
  await send("/api/redo", { frames, how: how.value, layer });
}

export async function undo() {
  const frames = meant().filter((k) => state.room.frames[k].mend);
  if (!frames.length) return toast("None of these frames was mended.", true);
  await send("/api/undo", { frames });
}

async function send(path, document) {
  try {
    await tell(path, document);
    change({ selected: new Set(), hurry: performance.now() });
  } catch (error) {
    toast(error.message, true);
  }
}

function madeOf(frame) {
  const names = { copy: `source frame ${frame.left}, ${frame.is_made ? "made anew" : "untouched"}`, hold: `source frame ${frame.left}, held${frame.why ? ` (${frame.why})` : ""}`, black: "black, for a missing frame" };
  return names[frame.what] ?? `${frame.left} › ${frame.right} at ${frame.t}`;
}

function update() {
  const frame = state.room.frames[state.frame], frames = meant();
  const dot = element("span", { className: "trust" });
  dot.style.background = trustColour(frame.confidence);
  facts.replaceChildren(
    element("dt", { textContent: "Made of" }), element("dd", { textContent: madeOf(frame) }),
    element("dt", { textContent: "Confidence" }), element("dd", {}, dot, trustText(frame.confidence)),
    element("dt", { textContent: "By" }), element("dd", { id: "made-by", textContent: frame.mend ? `${frame.mend} (mended)` : isMade(state.frame) ? state.room.model : "–" }),
  );
  const what = state.selected.size ? `${frames.length} selected` : "this pair";
  chosen.textContent = frames.length ? `${what}: ${ranges(frames)}` : "A frame of the source: nothing to mend.";
  redoButton.disabled = !frames.length || !state.room.can_mend;
  undoButton.disabled = !frames.some((k) => state.room.frames[k].mend);
  how.disabled = !state.room.can_mend;
  if (!state.room.can_mend) chosen.textContent = "A movie's frames cannot be changed one by one. Retime to a sequence such as shot.####.exr to mend it.";
}

export function ranges(frames) {
  const runs = [];
  for (const k of frames) {
    if (runs.length && runs.at(-1)[1] === k - 1) runs.at(-1)[1] = k;
    else runs.push([k, k]);
  }
  const texts = runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
  return texts.length > 6 ? `${texts.slice(0, 6).join(", ")} …` : texts.join(", ");
}

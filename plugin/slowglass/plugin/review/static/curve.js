// Drawing the speed: by mouse, by keyboard and by numbers.
import * as model from "/static/curve_model.js";
import { startMouse } from "/static/curve_hand.js";
import { canvas } from "/static/curve_scale.js";
import { startCurveView } from "/static/curve_view.js";
import { element } from "/static/elements.js";
import { bind } from "/static/keys.js";
import { change, goTo, onChange, state } from "/static/store.js";

const SPEED_STEP = 0.05;
const SHAPES = { straight: "Straight", eased: "Eased", held: "Held, then a jump", free: "Free" };
const fields = {};

export function startCurve(panel) {
  state.key = 0;
  canvas.hidden = false;
  panel.append(keySection(), resultSection(), mapSection());
  startCurveView();
  startMouse();
  bindKeys();
  onChange(update);
  update();
}

function field(id, label, commit, unit) {
  fields[id] = element("input", { type: "text", id, inputMode: "decimal", ariaLabel: label, size: 6 });
  fields[id].addEventListener("change", () => model.inTurn(commit.bind(null, fields[id].value.trim())));
  fields[id].addEventListener("keydown", (event) => { if (["Enter", "Escape"].includes(event.key)) fields[id].blur(); });
  return element("div", { className: "row" }, element("label", { htmlFor: id, textContent: label, className: "label" }), fields[id], element("span", { className: "quiet", textContent: unit }));
}

const button = (id, textContent, title, run) => element("button", { id, type: "button", textContent, title, onclick: run });

function keySection() {
  fields.shape = element("select", { id: "shape", ariaLabel: "Speed up to the next key" },
    ...Object.entries(SHAPES).map(([value, textContent]) => element("option", { value, textContent })));
  fields.shape.addEventListener("change", () => model.shape(fields.shape.value));
  return element("section", { id: "key-section" }, element("h2", { textContent: "Key" }),
    field("key-time", "At", (text) => model.move(text, model.number(model.selected().speed)), "s"),
    field("key-speed", "Speed", (text) => model.move(model.selected().time, model.number(text) / 100), "%"),
    element("div", { className: "row" }, element("label", { htmlFor: "shape", className: "label", textContent: "To next" }), fields.shape),
    element("div", { className: "row" }, button("add-key", "Add key", "A", addHere), button("remove-key", "Delete", "Delete", () => model.inTurn(model.remove))));
}

function resultSection() {
  fields.frozen = element("input", { type: "text", id: "frozen", inputMode: "decimal", ariaLabel: "Seconds to freeze", size: 4, value: "1" });
  return element("section", {}, element("h2", { textContent: "Result" }),
    field("duration", "Lasts", (text) => model.last(text), "s"),
    element("p", { className: "quiet number", id: "length" }),
    element("div", { className: "row" }, button("freeze", "Freeze here", "G", freezeHere), fields.frozen, element("span", { className: "quiet", textContent: "s" })),
    element("div", { className: "row" }, button("reverse", "Reverse", "R", () => model.inTurn(model.reverse)), button("preview", "Preview by model", "P", preview)));
}

function mapSection() {
  return element("section", {}, element("h2", { textContent: "Map" }),
    element("div", { className: "row" }, element("button", { id: "save", type: "button", className: "main", textContent: "Save map", title: "Ctrl S", onclick: model.save }), element("span", { id: "saved", className: "quiet" })),
    element("p", { id: "map-file", className: "path quiet" }),
    element("p", { className: "quiet hint", textContent: state.room.next }));
}

// The frame is the one where the playhead is now, whatever has to be waited for.
function addHere() {
  const time = model.timeOfFrame(state.frame);
  model.inTurn(() => model.add(time));
}

function freezeHere() {
  const time = model.timeOfFrame(state.frame), seconds = fields.frozen.value.trim() || "1";
  model.inTurn(() => model.freeze(time, seconds));
}

export const preview = () => change({ sides: { ...state.sides, a: state.sides.a === "made" ? "nearest" : "made" }, compare: "a" });

function bindKeys() {
  const on = (keys, title, run) => bind(keys, title, () => model.inTurn(run));
  bind("a", "Add a key here", addHere);
  on("Delete Backspace", "Delete the key", model.remove);
  on("[", "Key before", () => select(-1));
  on("]", "Next key", () => select(1));
  on(",", "Key a frame earlier", () => nudge(-1, 0));
  on(".", "Key a frame later", () => nudge(1, 0));
  on("shift+ArrowUp", "Faster at the key", () => nudge(0, SPEED_STEP));
  on("shift+ArrowDown", "Slower at the key", () => nudge(0, -SPEED_STEP));
  on("e", "Straight, eased, held or free", () => model.shape());
  bind("g", "Freeze here", freezeHere);
  on("r", "Reverse", model.reverse);
  bind("d", "Type how long it lasts", () => { fields.duration.focus(); fields.duration.select(); });
  on("p", "Preview by the model", preview);
  on("ctrl+s", "Save the map", model.save);
  on("u ctrl+z", "Undo", model.back);
}

function select(step) {
  const key = Math.min(model.keys().length - 1, Math.max(0, state.key + step));
  change({ key });
  goTo(Math.round(model.number(model.keys()[key].time) * model.rate()));
}

function nudge(frames, speed) {
  const key = model.selected();
  if (key) model.move(model.frameTime(model.number(key.time) + frames / model.rate()), model.number(key.speed) + speed);
}

function update() {
  const key = model.selected();
  const show = (id, text) => { if (document.activeElement !== fields[id]) fields[id].value = text; };
  const short = (value, digits) => String(Number(value.toFixed(digits)));
  show("key-time", key ? short(model.number(key.time), 4) : "");
  show("key-speed", key ? short(model.number(key.speed) * 100, 1) : "");
  show("duration", short(model.duration(), 4));
  if (key) fields.shape.value = key.shape;
  document.getElementById("length").textContent = `${state.room.frames.length} frames, from ${state.room.shown_frames} of the clip`;
  document.getElementById("reverse").setAttribute("aria-pressed", String(state.room.curve.reversed));
  document.getElementById("preview").setAttribute("aria-pressed", String(state.sides.a === "made"));
  document.getElementById("saved").textContent = state.room.is_saved ? "saved" : "not saved yet";
  document.getElementById("map-file").textContent = state.room.map_file;
}

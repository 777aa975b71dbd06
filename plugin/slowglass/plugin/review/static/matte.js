// Drawing mattes: a rectangle, a polygon or a brush, by mouse and by keyboard.
import { element, toast } from "/static/elements.js";
import { bind } from "/static/keys.js";
import * as model from "/static/matte_model.js";
import { closePolygon, startMatteHand } from "/static/matte_hand.js";
import { drawing, startMatteView } from "/static/matte_view.js";
import { change, onChange, state } from "/static/store.js";

const KINDS = [["rectangle", "Rectangle"], ["polygon", "Polygon"], ["brush", "Brush"]];
const STEP = 4, BRUSH_PART = 0.03;
const canvas = document.getElementById("picture");
const fields = {};

export async function startMattes(panel) {
  await model.load();
  drawing.kind = "rectangle";
  drawing.radius = Math.max(2, Math.round(state.room.width * BRUSH_PART));
  panel.append(section());
  startMatteView();
  startMatteHand();
  bindKeys();
  onChange(update);
  update();
}

function section() {
  fields.layer = element("select", { id: "matte-layer", ariaLabel: "Layer", onchange: () => { model.matte.layer = fields.layer.selectedIndex; model.matte.shape = -1; change({ mattes: true }); } });
  fields.name = element("input", { type: "text", id: "matte-name", ariaLabel: "Name of the layer", size: 12, onchange: () => model.rename(fields.name.value.trim()), onkeydown: (event) => { if (["Enter", "Escape"].includes(event.key)) fields.name.blur(); } });
  fields.motion = element("select", { id: "matte-motion", ariaLabel: "How the layer moves", onchange: () => model.setMotion(fields.motion.value) },
    element("option", { value: "alone", textContent: "Moves alone" }), element("option", { value: "still", textContent: "Stays still" }));
  fields.uses = element("input", { type: "checkbox", id: "matte-uses", onchange: toggleUse });
  fields.toggle = element("button", { id: "matte-tool", type: "button", title: "T", textContent: "Draw", onclick: toggle });
  fields.kinds = KINDS.map(([kind, title]) => element("button", { type: "button", id: `matte-${kind}`, textContent: title, onclick: () => pick(kind) }));
  fields.body = element("div", { id: "matte-body" },
    element("div", { className: "row" }, fields.layer),
    element("div", { className: "row" }, fields.name, element("button", { type: "button", id: "matte-new", textContent: "New", title: "N", onclick: model.addLayer }), element("button", { type: "button", textContent: "Delete", onclick: model.removeLayer })),
    element("div", { className: "row" }, fields.motion),
    element("div", { className: "row" }, element("span", { className: "group" }, ...fields.kinds)),
    element("p", { id: "matte-shape", className: "quiet hint-line" }),
    element("label", { className: "row", htmlFor: "matte-uses" }, fields.uses, "Mend only within this layer"),
    element("p", { id: "matte-file", className: "path quiet" }));
  return element("section", { id: "mattes" }, element("div", { className: "line" }, element("h2", { textContent: "Mattes" }), fields.toggle), fields.body);
}

const toggle = () => change({ tool: state.tool === "matte" ? "review" : "matte" });

function pick(kind) {
  drawing.kind = kind;
  drawing.points = [];
  change({ tool: "matte" });
}

function bindKeys() {
  const on = (keys, title, run) => bind(keys, title, run, "matte");
  bind("t", "Draw mattes, or stop that", toggle);
  bind("y", "Rectangle, polygon or brush", () => pick(KINDS[(KINDS.findIndex(([kind]) => kind === drawing.kind) + 1) % KINDS.length][0]));
  bind("p", "Mend only within the layer, or everywhere", toggleUse);
  on("n", "New layer", model.addLayer);
  on("]", "Next layer", nextLayer);
  on("b", "A box in the middle", addBox);
  on("Enter", "Close the polygon", closePolygon);
  on("Escape", "Drop what is being drawn", leave);
  on("Delete Backspace", "Delete the shape", model.removeShape);
  for (const [key, x, y] of [["ArrowLeft", -1, 0], ["ArrowRight", 1, 0], ["ArrowUp", 0, -1], ["ArrowDown", 0, 1]]) {
    on(`ctrl+${key}`, "Move the shape", () => model.shift(x * STEP, y * STEP));
    on(`ctrl+shift+${key}`, "Grow or shrink it", () => model.grow(x * STEP, -y * STEP));
  }
  on("q", "Next shape", () => { if (model.layer()) model.matte.shape = (model.matte.shape + 1) % Math.max(1, model.layer().shapes.length); change({ mattes: true }); });
}

function leave() {
  const isDrawing = drawing.points.length > 0;
  drawing.points = [];
  change({ tool: isDrawing ? "matte" : "review" });
}

function toggleUse() {
  model.matte.uses = Boolean(model.layer()) && !model.matte.uses;
  toast(model.matte.uses ? `Mends go only within ${model.layer().name}` : "Mends go everywhere");
  change({ mattes: true });
}

function nextLayer() {
  model.matte.layer = (model.matte.layer + 1) % Math.max(1, model.layers().length);
  model.matte.shape = -1;
  change({ mattes: true });
}

function addBox() {
  const { width, height } = state.room;
  model.addShape("rectangle", [[width * 0.35, height * 0.3], [width * 0.65, height * 0.7]]);
}

function update() {
  const isOn = state.tool === "matte", layer = model.layer(), shape = model.shape();
  fields.toggle.setAttribute("aria-pressed", String(isOn));
  fields.body.hidden = !isOn && !model.layers().length;
  canvas.style.cursor = isOn ? "crosshair" : "";
  fields.layer.replaceChildren(...model.layers().map(({ name }, k) => element("option", { value: String(k), textContent: name })));
  fields.layer.selectedIndex = layer ? model.matte.layer : -1;
  if (document.activeElement !== fields.name) fields.name.value = layer?.name ?? "";
  fields.motion.value = layer?.motion ?? "alone";
  fields.uses.checked = model.matte.uses;
  for (const control of [fields.layer, fields.name, fields.motion, fields.uses]) control.disabled = !layer;
  fields.kinds.forEach((button, k) => button.setAttribute("aria-pressed", String(isOn && KINDS[k][0] === drawing.kind)));
  document.getElementById("matte-shape").textContent = shape ? `${shape.kind}, ${shape.keys.length} ${shape.keys.length === 1 ? "key" : "keys"}` : layer ? `${layer.shapes.length} shapes` : "Draw on the picture, or press B for a box.";
  document.getElementById("matte-file").textContent = model.layers().length ? model.matte.file : "";
}

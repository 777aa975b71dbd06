// The mouse on the curve: keys, handles, the end and the playhead are dragged.
import * as model from "/static/curve_model.js";
import { canvas, freezeScale, handlesOf, peakTimes, pointOf, speedOf, timeAt, xOf, yOf } from "/static/curve_scale.js";
import { change, goTo, state } from "/static/store.js";

const NEAR_PIXELS = 9, SNAP_PIXELS = 6, SPEED_STEP = 0.05;

export function startMouse() {
  let drag = null;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    drag = dragAt(pointOf(event));
    freezeScale(true);
    drag(pointOf(event), event);
  });
  canvas.addEventListener("pointermove", (event) => drag?.(pointOf(event), event));
  canvas.addEventListener("pointerup", () => { drag = null; freezeScale(false); change({}); });
  canvas.addEventListener("dblclick", (event) => model.add(timeAt(pointOf(event).x)));
}

const isNear = (point, x, y) => Math.hypot(point.x - x, point.y - y) < NEAR_PIXELS * devicePixelRatio;

// What a drag from here moves: a handle, a key, the end, or the playhead.
function dragAt(point) {
  const handle = handlesOf(state.key).find((one) => isNear(point, xOf(one.time), yOf(one.speed)));
  if (handle) return bend(handle);
  const key = model.keys().findIndex((one) => isNear(point, xOf(model.number(one.time)), yOf(model.number(one.speed))));
  if (key >= 0) return grab(key, point);
  if (Math.abs(point.x - xOf(model.duration())) < NEAR_PIXELS * devicePixelRatio) {
    return (to) => model.last(model.frameTime(Math.max(1 / model.rate(), timeAt(to.x))));
  }
  return (to) => goTo(Math.round(timeAt(to.x) * model.rate()));
}

function grab(key, start) {
  change({ key });
  let isMoving = false;
  return (to, event) => {
    isMoving = isMoving || !isNear(to, start.x, start.y);
    if (!isMoving) return;
    const speed = speedOf(to.y);
    if (event.altKey) model.move(timeAt(to.x).toFixed(4), speed);
    else model.move(snapped(to.x), Math.round(speed / SPEED_STEP) * SPEED_STEP);
  };
}

function bend(handle) {
  const index = state.key, at = handle.name === "leaving" ? index : index + 1;
  return (to) => model.edit((curve) => {
    const rise = handle.name === "leaving" ? speedOf(to.y) - model.number(curve.keys[at].speed) : model.number(curve.keys[at].speed) - speedOf(to.y);
    curve.keys[index][handle.name] = String(Math.round(rise / Math.abs(handle.third) * 1000) / 1000);
  });
}

// The nearest beginning in the sound, where there is one at hand; else the nearest frame.
function snapped(x) {
  const near = peakTimes().find((time) => Math.abs(xOf(time) - x) < SNAP_PIXELS * devicePixelRatio);
  return model.frameTime(near ?? timeAt(x));
}

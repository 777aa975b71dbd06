// The mouse while mattes are drawn: shapes are made, and points of the chosen one moved.
import { placeOf } from "/static/geometry.js";
import * as model from "/static/matte_model.js";
import { drawing } from "/static/matte_view.js";
import { tools } from "/static/pointer.js";
import { change } from "/static/store.js";

const NEAR_PIXELS = 9, BRUSH_STEP = 3;
const canvas = document.getElementById("picture");

export function startMatteHand() {
  tools.matte = { down, move, up, hover };
}

export function closePolygon() {
  if (drawing.kind === "polygon" && drawing.points.length >= 3) model.addShape("polygon", drawing.points);
  drawing.points = [];
  change({ mattes: true });
}

let grabbed = null;
const isNear = (one, other) => Math.hypot(one[0] - other[0], one[1] - other[1]) * placeOf(canvas).scale < NEAR_PIXELS * devicePixelRatio;

function down({ x, y }) {
  const at = [x, y], chosen = model.shape();
  if (chosen && chosen.kind !== "brush" && !drawing.points.length) {
    const points = model.pointsAt(chosen, model.here());
    const index = points.findIndex((point) => isNear(point, at));
    if (index >= 0) { grabbed = { index }; return; }
    if (isInside(chosen, points, at)) { grabbed = { from: at, points }; return; }
  }
  if (drawing.kind === "polygon") {
    if (drawing.points.length >= 3 && isNear(drawing.points[0], at)) return closePolygon();
    drawing.points.push(at);
  } else {
    drawing.points = [at, at];
  }
  change({ mattes: true });
}

function move({ x, y }) {
  const at = [x, y];
  if (grabbed && "index" in grabbed) {
    model.setPoints(model.pointsAt(model.shape(), model.here()).map((point, k) => (k === grabbed.index ? at : point)));
  } else if (grabbed) {
    model.setPoints(grabbed.points.map((point) => [point[0] + x - grabbed.from[0], point[1] + y - grabbed.from[1]]));
  } else if (drawing.kind === "rectangle" && drawing.points.length) {
    drawing.points[1] = at;
  } else if (drawing.kind === "brush" && drawing.points.length && !near(drawing.points.at(-1), at)) {
    drawing.points.push(at);
  }
  change({ mattes: true });
}

const near = (one, other) => Math.hypot(one[0] - other[0], one[1] - other[1]) < Math.max(1, drawing.radius / BRUSH_STEP);

function up() {
  const { kind, points, radius } = drawing;
  if (!grabbed && kind === "rectangle" && points.length && Math.abs(points[0][0] - points[1][0]) > 1) model.addShape(kind, points);
  if (!grabbed && kind === "brush" && points.length) model.addShape(kind, points, radius);
  if (kind !== "polygon") drawing.points = [];
  grabbed = null;
  change({ mattes: true });
}

function hover({ x, y }) {
  if (!drawing.points.length) return;
  drawing.pointer = [x, y];
  change({ mattes: true });
}

function isInside(shape, points, [x, y]) {
  const path = new Path2D(), corners = shape.kind === "rectangle" ? [points[0], [points[1][0], points[0][1]], points[1], [points[0][0], points[1][1]]] : points;
  corners.forEach((point, k) => path[k ? "lineTo" : "moveTo"](...point));
  return new OffscreenCanvas(1, 1).getContext("2d").isPointInPath(path, x, y);
}

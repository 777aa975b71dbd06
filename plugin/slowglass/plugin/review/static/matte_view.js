// The mattes over the picture.
import { here, layers, matte, pointsAt } from "/static/matte_model.js";
import { state } from "/static/store.js";
import { overlays } from "/static/view.js";

const COLOURS = ["116, 180, 220", "233, 171, 79", "118, 187, 140", "197, 154, 224"];
export const drawing = { points: [], kind: "polygon", radius: 0, pointer: null };

export function startMatteView() {
  overlays.push((context, place) => {
    if (state.tool !== "matte" || !matte.document) return;
    layers().forEach((one, k) => one.shapes.forEach((shape, n) => {
      const isChosen = k === matte.layer && n === matte.shape;
      paint(context, place, shape, pointsAt(shape, here()), COLOURS[k % COLOURS.length], isChosen);
    }));
    if (drawing.points.length) paintDrawing(context, place);
  });
}

const onScreen = (place, [x, y]) => [place.x + x * place.scale, place.y + y * place.scale];

function outline(place, kind, points) {
  const path = new Path2D(), corners = kind === "rectangle" ? corners4(points) : points;
  corners.forEach((point, k) => path[k ? "lineTo" : "moveTo"](...onScreen(place, point)));
  if (kind !== "brush") path.closePath();
  else if (points.length === 1) path.lineTo(...onScreen(place, [points[0][0] + 0.01, points[0][1]]));
  return path;
}

const corners4 = ([[x0, y0], [x1, y1]]) => [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];

function paint(context, place, shape, points, colour, isChosen) {
  const path = outline(place, shape.kind, points);
  context.lineCap = context.lineJoin = "round";
  if (shape.kind === "brush") {
    context.strokeStyle = `rgba(${colour}, ${isChosen ? 0.45 : 0.3})`;
    context.lineWidth = 2 * shape.radius * place.scale;
    context.stroke(path);
  } else {
    context.fillStyle = `rgba(${colour}, ${isChosen ? 0.3 : 0.18})`;
    context.fill(path);
  }
  context.strokeStyle = isChosen ? "#ffffff" : `rgb(${colour})`;
  context.lineWidth = 1.5 * devicePixelRatio;
  context.stroke(path);
  if (isChosen && shape.kind !== "brush") for (const point of points) paintPoint(context, place, point);
}

function paintPoint(context, place, point) {
  const [x, y] = onScreen(place, point), size = 4 * devicePixelRatio;
  context.fillStyle = "#ffffff";
  context.fillRect(x - size, y - size, 2 * size, 2 * size);
  context.fillStyle = "#1c3c50";
  context.fillRect(x - size / 2, y - size / 2, size, size);
}

function paintDrawing(context, place) {
  const shape = { kind: drawing.kind === "polygon" ? "brush" : drawing.kind, radius: drawing.kind === "brush" ? drawing.radius : 0.5 };
  const points = drawing.kind === "polygon" && drawing.pointer ? [...drawing.points, drawing.pointer] : drawing.points;
  paint(context, place, shape, points, "233, 171, 79", true);
  if (drawing.kind === "polygon") for (const point of drawing.points) paintPoint(context, place, point);
}

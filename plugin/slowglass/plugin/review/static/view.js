// The viewer: the picture of this frame, whole or by pixels, one beside the other.
import { placeOf, scaleOn } from "/static/geometry.js";
import { drawHeat } from "/static/heat.js";
import { exact, onLoaded, pictureOf, sidesShown, wantPictures } from "/static/shown.js";
import { onChange, state } from "/static/store.js";

const FLICKER_MS = 350;
const canvas = document.getElementById("picture");
const context = canvas.getContext("2d");
export const overlays = []; // functions of the context and the place of the picture
let isDue = false;
let flickerSince = 0;

export function startView() {
  new ResizeObserver(fitCanvas).observe(canvas.parentElement);
  onChange(redraw);
  onLoaded(redraw);
  fitCanvas();
}

export function redraw() {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame((now) => {
    isDue = false;
    if (state.room) paint(now);
  });
}

function fitCanvas() {
  const box = canvas.parentElement.getBoundingClientRect();
  canvas.width = Math.max(1, Math.round(box.width * devicePixelRatio));
  canvas.height = Math.max(1, Math.round(box.height * devicePixelRatio));
  redraw();
}

function paint(now) {
  wantPictures();
  const place = placeOf(canvas);
  context.clearRect(0, 0, canvas.width, canvas.height);
  const shown = { a: paintA, b: paintB, wipe: paintWipe, flicker: (where) => paintFlicker(where, now), onion: paintOnion };
  const label = shown[state.compare](place);
  if (state.motion) paintSide("motion", place, 0.8);
  if (state.heat) drawHeat(context, place, redraw);
  for (const overlay of overlays) overlay(context, place);
  tellShown(label, place);
}

function paintSide(side, place, alpha = 1) {
  const picture = pictureOf(side, state.frame);
  if (!picture) return picture;
  const enlarges = place.width > picture.width;
  context.globalAlpha = alpha;
  context.imageSmoothingEnabled = !(enlarges && picture.width === state.room.width);
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, place.x, place.y, place.width, place.height);
  context.globalAlpha = 1;
  return picture;
}

const paintA = (place) => [paintSide(state.sides.a, place), "A"];
const paintB = (place) => [paintSide(state.sides.b, place), "B"];

function paintFlicker(place, now) {
  flickerSince = flickerSince || now;
  const isA = Math.floor((now - flickerSince) / FLICKER_MS) % 2 === 0;
  setTimeout(redraw, FLICKER_MS / 4);
  return isA ? paintA(place) : paintB(place);
}

function paintWipe(place) {
  const split = Math.round(place.x + place.width * state.wipe);
  const drawn = paintSide(state.sides.a, place);
  context.save();
  context.beginPath();
  context.rect(split, 0, canvas.width - split, canvas.height);
  context.clip();
  context.clearRect(split, 0, canvas.width - split, canvas.height);
  const other = paintSide(state.sides.b, place);
  context.restore();
  context.fillStyle = "#e8eef2";
  context.fillRect(split - 1, place.y, 2, place.height);
  return [drawn && other, "A | B"];
}

function paintOnion(place) {
  const left = paintSide("left", place);
  const right = paintSide("right", place, 0.5);
  return [left && right, "Both neighbours"];
}

function tellShown([picture, label], place) {
  const badge = document.getElementById("badge");
  badge.hidden = state.compare === "a" && state.sides.a === state.room.sides[0].id;
  badge.textContent = label;
  const lacking = document.getElementById("lacking");
  lacking.hidden = picture !== null;
  lacking.textContent = state.compare === "b" || state.compare === "wipe" || state.compare === "flicker"
    ? "There is no such picture of this frame." : "This picture cannot be shown.";
  document.getElementById("zoom").textContent = `${Math.round(scaleOn(canvas) * 100)} %`;
  const { version } = state.room.frames[state.frame];
  canvas.dataset.shown = picture ? `${sidesShown().join(",")}:${state.frame}:${picture.width ?? 0}:${version}` : "";
  canvas.dataset.exact = String(sidesShown().every((side) => exact.peek("full", side, state.frame, version) !== undefined));
  document.getElementById("fit").setAttribute("aria-pressed", String(!state.scale));
  document.getElementById("pixels").setAttribute("aria-pressed", String(state.scale === 1));
}

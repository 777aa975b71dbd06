// Where the picture lies on the canvas. The screen is counted in device pixels, the picture in its own.
import { state } from "/static/store.js";

export const LARGEST_SCALE = 32;

export function fitScale(canvas) {
  return Math.min(canvas.width / state.room.width, canvas.height / state.room.height);
}

export function scaleOn(canvas) {
  return state.scale || fitScale(canvas);
}

export function placeOf(canvas) {
  const scale = scaleOn(canvas);
  const pan = state.scale ? state.pan : { x: 0, y: 0 };
  const width = state.room.width * scale, height = state.room.height * scale;
  const x = Math.round((canvas.width - width) / 2 + pan.x * scale);
  const y = Math.round((canvas.height - height) / 2 + pan.y * scale);
  return { x, y, width, height, scale };
}

// From an event's place on the page to pixels of the picture.
export function pictureAt(canvas, event) {
  const box = canvas.getBoundingClientRect(), place = placeOf(canvas);
  const ratio = canvas.width / box.width;
  return {
    x: ((event.clientX - box.left) * ratio - place.x) / place.scale,
    y: ((event.clientY - box.top) * ratio - place.y) / place.scale,
  };
}

// The pan that keeps what is under a point where it is, at another scale.
export function panFor(canvas, point, scale) {
  const place = placeOf(canvas);
  const onScreen = { x: place.x + point.x * place.scale, y: place.y + point.y * place.scale };
  return {
    x: (onScreen.x - canvas.width / 2) / scale + state.room.width / 2 - point.x,
    y: (onScreen.y - canvas.height / 2) / scale + state.room.height / 2 - point.y,
  };
}

// The mouse on the picture: pan and zoom, and the line of the wipe.
import { LARGEST_SCALE, panFor, pictureAt, scaleOn } from "/static/geometry.js";
import { change, state } from "/static/store.js";

const canvas = document.getElementById("picture");
export const tools = {}; // by the name of a tool: what pointers do to it; "review" is none of them

export function startPointer() {
  let grabbed = null;
  canvas.addEventListener("pointerdown", (event) => {
    const point = pictureAt(canvas, event);
    canvas.setPointerCapture(event.pointerId);
    const tool = event.button === 0 && !event.altKey ? tools[state.tool] : null;
    if (tool) tool.down(point, event);
    grabbed = { tool, point, pan: state.pan, wipes: state.compare === "wipe" && event.button === 0 };
  });
  canvas.addEventListener("pointermove", (event) => {
    const point = pictureAt(canvas, event);
    if (!grabbed) return tools[state.tool]?.hover?.(point);
    if (grabbed.tool) grabbed.tool.move(point, event);
    else if (grabbed.wipes) change({ wipe: Math.min(1, Math.max(0, point.x / state.room.width)) });
    else if (state.scale) {
      const { x, y } = state.pan;
      change({ pan: { x: x + point.x - grabbed.point.x, y: y + point.y - grabbed.point.y } });
    }
  });
  const release = (event) => {
    grabbed?.tool?.up(pictureAt(canvas, event), event);
    grabbed = null;
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoomAt(pictureAt(canvas, event), Math.exp(-event.deltaY / 400));
  }, { passive: false });
  canvas.addEventListener("dblclick", () => tools[state.tool] || (state.scale ? fit() : pixels()));
}

export function zoomAt(point, factor) {
  const scale = Math.min(LARGEST_SCALE, Math.max(0.05, scaleOn(canvas) * factor));
  change({ pan: panFor(canvas, point, scale), scale });
}

const middle = () => ({ x: state.room.width / 2 - (state.scale ? state.pan.x : 0), y: state.room.height / 2 - (state.scale ? state.pan.y : 0) });
export const zoom = (factor) => zoomAt(middle(), factor);
export const fit = () => change({ scale: 0, pan: { x: 0, y: 0 } });
export const pixels = () => change({ scale: 1, pan: state.scale ? state.pan : { x: 0, y: 0 } });

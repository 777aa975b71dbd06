// The one state of the page, and who wants to know when it changes.
export const state = {
  room: null,
  frame: 0,
  sides: { a: "made", b: "nearest" },
  compare: "a", // a, b, wipe, flicker or onion
  wipe: 0.5,
  heat: false,
  motion: false,
  scale: 0, // of the picture's pixels on the screen; 0: the whole picture
  pan: { x: 0, y: 0 },
  speed: 0, // of playing; 0: it stands
  markIn: null,
  markOut: null,
  selected: new Set(),
  tasks: [],
  tool: "review",
};

const listeners = new Set();

export function onChange(listener) {
  listeners.add(listener);
}

export function change(patch) {
  Object.assign(state, patch);
  for (const listener of listeners) listener(patch);
}

export function frameCount() {
  return state.room.frames.length;
}

export function clampFrame(index) {
  return Math.min(frameCount() - 1, Math.max(0, Math.round(index)));
}

export function goTo(index) {
  change({ frame: clampFrame(index), speed: 0 });
}

// The pairs of source frames as pictures: the worst made frame of each, and how far it is trusted.
import { pictureAddress } from "/static/api.js";
import { change, goTo, onChange, state } from "/static/store.js";
import { trustColour, trustText } from "/static/trust.js";

const list = document.getElementById("pairs");
let pairs = [];
let shownRevision = 0;

export function startPairs() {
  onChange((patch) => {
    if (state.room.kind !== "result") return;
    if (state.room.revision !== shownRevision) build();
    if ("frame" in patch || "selected" in patch || "room" in patch) update();
  });
}

export const pairList = () => pairs;

// The made frames between the same two of the source, in order.
function group() {
  const found = [];
  state.room.frames.forEach((frame, k) => {
    if (frame.left === frame.right && !frame.mend) return;
    const last = found.at(-1);
    const same = last && last.left === frame.left && last.right === frame.right && last.frames.at(-1) === k - 1;
    if (same) last.frames.push(k);
    else found.push({ left: frame.left, right: frame.right, frames: [k] });
  });
  return found.map((pair) => ({ ...pair, worst: worstOf(pair.frames) }));
}

const trustOf = (k) => state.room.frames[k].confidence ?? 1;

function worstOf(frames) {
  const middle = frames[Math.floor(frames.length / 2)];
  return frames.reduce((worst, k) => (trustOf(k) < trustOf(worst) ? k : worst), middle);
}

export function pairAt(index) {
  return pairs.find((pair) => pair.frames.includes(index));
}

// The frames from the worst on: the first of them that is worse than all after it is where to begin.
export function worstFrames() {
  const made = pairs.map((pair) => pair.worst);
  return made.sort((one, other) => trustOf(one) - trustOf(other));
}

export function togglePair(pair) {
  const selected = new Set(state.selected);
  const all = pair.frames.every((k) => selected.has(k));
  for (const k of pair.frames) if (all) selected.delete(k); else selected.add(k);
  change({ selected });
}

function build() {
  shownRevision = state.room.revision;
  pairs = group();
  list.replaceChildren(...pairs.map(pairItem));
}

function pairItem(pair) {
  const frame = state.room.frames[pair.worst];
  const item = document.createElement("li"), button = document.createElement("button");
  const picture = document.createElement("img"), caption = document.createElement("span");
  const line = document.createElement("span"), bar = document.createElement("span");
  button.type = "button";
  button.title = `Source frames ${pair.left} and ${pair.right}: confidence ${trustText(frame.confidence)}. Ctrl-click selects.`;
  picture.loading = "lazy";
  picture.alt = "";
  picture.src = pictureAddress("thumb", "made", pair.worst, frame.version);
  caption.className = "cap";
  caption.append(text(`${pair.left} › ${pair.right}`), text(mendText(pair) || trustText(frame.confidence), mendText(pair) ? "mended" : ""));
  line.className = "trustline";
  line.style.display = "block";
  bar.style.width = `${100 * (frame.confidence ?? 0)}%`;
  bar.style.background = trustColour(frame.confidence);
  line.append(bar);
  button.append(picture, line, caption);
  button.addEventListener("click", (event) => {
    goTo(pair.worst);
    if (event.ctrlKey || event.metaKey || event.shiftKey) togglePair(pair);
  });
  item.append(button);
  return item;
}

function mendText(pair) {
  return pair.frames.map((k) => state.room.frames[k].mend).find(Boolean) ?? "";
}

function text(content, name = "") {
  const span = document.createElement("span");
  span.textContent = content;
  span.className = name;
  return span;
}

function update() {
  pairs.forEach((pair, k) => {
    const button = list.children[k].firstChild, isCurrent = pair.frames.includes(state.frame);
    if (isCurrent && button.getAttribute("aria-current") !== "true" && !state.speed) button.scrollIntoView({ block: "nearest", inline: "nearest" });
    button.setAttribute("aria-current", String(isCurrent));
    button.setAttribute("aria-pressed", String(pair.frames.some((index) => state.selected.has(index))));
  });
}

// The keys of a review: from pair to pair, to the worst, and what is done about it.
import { bind } from "/static/keys.js";
import { cycleHow, redo, undo } from "/static/mend.js";
import { pairAt, pairList, togglePair, worstFrames } from "/static/pairs.js";
import { frameCount, goTo, state } from "/static/store.js";
import { selectRange } from "/static/strip.js";

export function bindReviewKeys() {
  bind("ArrowUp", "Pair before", () => toPair(-1));
  bind("ArrowDown", "Next pair", () => toPair(1));
  bind("w", "Go to the next worst pair", () => toWorst(1));
  bind("shift+w", "Back to the worse one", () => toWorst(-1));
  bind("s", "Select this pair", selectHere);
  bind("m", "Next way to mend", () => cycleHow(1));
  bind("shift+m", "Way to mend before", () => cycleHow(-1));
  bind("Enter", "Make again", redo);
  bind("u ctrl+z", "Undo the mend", undo);
}

function toPair(direction) {
  const ahead = pairList().filter((pair) => (direction > 0 ? pair.frames[0] > state.frame : pair.frames.at(-1) < state.frame));
  const next = direction > 0 ? ahead[0] : ahead.at(-1);
  if (next) goTo(next.frames[0]);
}

function toWorst(direction) {
  const worst = worstFrames(), here = worst.indexOf(state.frame);
  if (worst.length) goTo(worst[here < 0 ? 0 : Math.min(worst.length - 1, Math.max(0, here + direction))]);
}

function selectHere() {
  if (state.markIn !== null || state.markOut !== null) selectRange(state.markIn ?? 0, state.markOut ?? frameCount() - 1);
  else if (pairAt(state.frame)) togglePair(pairAt(state.frame));
}

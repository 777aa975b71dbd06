// The room, put together.
import { ask } from "/static/api.js";
import { startControls } from "/static/controls.js";
import { startCurve } from "/static/curve.js";
import { startKeys } from "/static/keys.js";
import { startMattes } from "/static/matte.js";
import { startMend } from "/static/mend.js";
import { startPairs } from "/static/pairs.js";
import { startPointer } from "/static/pointer.js";
import { bindReviewKeys } from "/static/review_keys.js";
import { change, clampFrame, state } from "/static/store.js";
import { startStrip } from "/static/strip.js";
import { startTasks } from "/static/tasks.js";
import { startView } from "/static/view.js";

async function load() {
  state.room = await ask("/api/room");
  change({ room: state.room, frame: clampFrame(state.frame) });
}

async function startReview(panel) {
  bindReviewKeys();
  startPairs();
  startStrip();
  startMend(panel);
  await startMattes(panel);
}

const panel = document.getElementById("panel");
state.room = await ask("/api/room");
const [first, second] = state.room.sides;
state.sides = { a: first.id, b: second.id };
document.body.className = state.room.kind;
document.getElementById("name").textContent = state.room.name;
document.getElementById("name").title = state.room.path;
document.title = `${state.room.name} – Slowglass`;
startControls();
startPointer();
await (state.room.kind === "result" ? startReview : startCurve)(panel);
startTasks(panel, load);
startView();
startKeys();
change({ room: state.room });

// The page of a run: how far it is, its newest frame, and a way to stop it.
import { duration } from "/static/elements.js";

const POLL_MS = 400;
const MOST_FAILURES = 5;
const STAGES = {
  open: "Opening the clip and the model",
  compile: "Compiling for this processor, once",
  look: "Looking for cuts",
  keep: "Checking what is there",
  make: "Making frames",
  finish: "Finishing the result",
};
const OUTCOMES = {
  placed: "Done",
  failed: "Not everything was placed",
  refused: "Nothing was done",
  stopped: "Stopped",
  lost: "The run has ended",
};
const key = document.querySelector("meta[name=slowglass-key]").content;
const part = (id) => document.getElementById(id);
let isLoading = false;
let shownFrame = "";
let failures = 0;

function fillList(section, lines) {
  const list = section.querySelector("ul");
  section.hidden = lines.length === 0;
  if (list.dataset.lines === JSON.stringify(lines)) return;
  list.dataset.lines = JSON.stringify(lines);
  list.replaceChildren(...lines.map((line) => {
    const item = document.createElement("li");
    item.textContent = line;
    return item;
  }));
}

function setText(id, text) {
  if (part(id).textContent !== text) part(id).textContent = text;
}

function showProgress(state) {
  const known = state.total > 0 && state.stage !== "";
  const finished = known && state.stage === "make" && state.done === state.total;
  const stage = finished ? "Placing the result" : STAGES[state.stage] || "Starting the engine";
  setText("name", state.name || "Starting");
  part("clips").hidden = state.count < 2;
  setText("clips", `Clip ${state.number} of ${state.count}`);
  setText("stage", state.cancelling ? "Stopping" : stage);
  setText("frames", known && state.total > 1 ? `${state.done} of ${state.total} frames` : "");
  const left = state.eta_seconds === null || state.cancelling ? "" : `about ${duration(state.eta_seconds)} left`;
  setText("eta", known ? left : "");
  if (known) part("bar").value = state.done / state.total;
  else part("bar").removeAttribute("value");
  document.title = known ? `${Math.floor(100 * state.done / state.total)} % – Slowglass` : "Slowglass";
  part("cancel").disabled = state.cancelling;
}

function showEnd(outcome, next) {
  setText("outcome", OUTCOMES[outcome]);
  setText("made", part("frames").textContent);
  setText("next", next);
  part("result").hidden = false;
  part("result").classList.toggle("bad", outcome !== "placed");
  part("progress").hidden = true;
  document.title = `${OUTCOMES[outcome]} – Slowglass`;
}

function showNothingMade() {
  setText("name", "");
  part("waiting").hidden = true;
}

function showPreview(frame) {
  if (!frame || frame === shownFrame || isLoading) return;
  const next = new Image();
  isLoading = true;
  next.id = "preview";
  next.alt = "The newest frame";
  next.onload = () => {
    isLoading = false;
    shownFrame = frame;
    part("preview").replaceWith(next);
    part("waiting").hidden = true;
    setText("frame", frame);
  };
  next.onerror = () => { isLoading = false; };
  next.src = `/preview.jpg?frame=${encodeURIComponent(frame)}`;
}

function show(state) {
  showProgress(state);
  showPreview(state.frame);
  fillList(part("warnings"), state.warnings);
  fillList(part("notes"), state.notes);
  if (state.outcome && !state.name) showNothingMade();
  if (state.outcome) showEnd(state.outcome, state.next);
}

async function poll() {
  let state = null;
  try {
    const answer = await fetch("/state");
    if (answer.ok) state = await answer.json();
  } catch (error) {
    state = null;
  }
  failures = state ? 0 : failures + 1;
  if (state) show(state);
  if (failures >= MOST_FAILURES) showEnd("lost", "Slowglass does not answer any more. The editor's console says what happened.");
  else if (!state || !state.outcome) setTimeout(poll, POLL_MS);
}

part("cancel").addEventListener("click", async () => {
  part("cancel").disabled = true;
  try {
    await fetch("/cancel", { method: "POST", headers: { "X-Slowglass-Key": key } });
  } catch (error) {
    part("cancel").disabled = false;
  }
});

poll();

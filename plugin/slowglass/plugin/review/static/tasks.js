// Long work: how far it is, and a way to stop it. Polled, faster while something is under way.
import { ask, tell } from "/static/api.js";
import { duration, element, toast } from "/static/elements.js";
import { change, onChange, state } from "/static/store.js";

const QUICK_MS = 250, SLOW_MS = 1500, HURRY_MS = 3000;
const MOST_FAILURES = 5;
const STATES = { waiting: "waiting", working: "", done: "done", failed: "failed", stopped: "stopped" };
const STAGES = { compile: "compiling, once", look: "looking for cuts", make: "", preview: "preview" };
const list = element("ul", { className: "tasks" });
const section = element("section", { hidden: true, id: "tasks", ariaLive: "polite" }, element("h2", { textContent: "Work" }), list);
let failures = 0, timer = 0;

export function startTasks(panel, whenChanged) {
  panel.append(section);
  const poll = async () => {
    try {
      const answer = await ask("/api/state");
      failures = 0;
      if (answer.revision !== state.room.revision) await whenChanged();
      if (JSON.stringify(answer.tasks) !== JSON.stringify(state.tasks)) show(answer.tasks);
    } catch (error) {
      failures += 1;
    }
    if (failures >= MOST_FAILURES) return toast("Slowglass does not answer any more: the room was closed.", true);
    const works = state.tasks.some((task) => ["waiting", "working"].includes(task.state));
    const hurries = performance.now() - (state.hurry ?? -HURRY_MS) < HURRY_MS;
    timer = setTimeout(poll, works || hurries ? QUICK_MS : SLOW_MS);
  };
  onChange((patch) => {
    if (!("hurry" in patch)) return;
    clearTimeout(timer);
    timer = setTimeout(poll, QUICK_MS / 4);
  });
  poll();
}

function show(tasks) {
  change({ tasks });
  section.hidden = !tasks.length;
  list.replaceChildren(...tasks.toReversed().slice(0, 8).map(item));
}

function item(task) {
  const isOpen = ["waiting", "working"].includes(task.state);
  const eta = task.eta_seconds === null ? "" : `about ${duration(task.eta_seconds)} left`;
  const said = isOpen ? [STATES[task.state], STAGES[task.stage] ?? task.stage, eta].filter(Boolean).join(" · ") : STATES[task.state];
  const made = element("li", { className: task.state },
    element("div", { className: "line" }, element("span", { textContent: task.title }), element("span", { className: "quiet", textContent: said })));
  if (task.state === "working") made.append(element("progress", { max: task.total || 1, value: task.done }));
  if (isOpen) made.append(element("button", { type: "button", textContent: "Stop", onclick: () => tell("/api/stop", { task: task.number }) }));
  if (task.message && task.state !== "done") made.append(element("p", { className: "message", textContent: task.message }));
  return made;
}

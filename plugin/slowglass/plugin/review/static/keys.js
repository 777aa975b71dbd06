// The keyboard as editors expect it. One table: what is done, and what the sheet of keys says.
import { element } from "/static/elements.js";
import { state } from "/static/store.js";

const bindings = [];

// A binding of a tool comes before all others while the tool is in use.
export function bind(keys, title, run, tool = "") {
  bindings.push({ keys: keys.split(" "), title, run, tool });
}


function keyOf(event) {
  const shift = event.shiftKey && (event.key.length > 1 || /[a-z]/i.test(event.key)) ? "shift+" : "";
  const control = event.ctrlKey || event.metaKey ? "ctrl+" : "";
  const key = event.key === " " ? "space" : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return control + shift + key;
}

export function startKeys() {
  const help = document.getElementById("help");
  const openHelp = () => (help.open ? help.close() : help.showModal());
  bind("?", "This sheet", openHelp);
  document.getElementById("help-button").addEventListener("click", openHelp);
  help.querySelector("dl").replaceChildren(...bindings.flatMap(({ keys, title }) => [
    element("dt", {}, ...keys.map((key) => element("kbd", { textContent: key.replace("Arrow", "").replace("shift+", "⇧ ").replace("ctrl+", "ctrl ") }))),
    element("dd", { textContent: title }),
  ]));
  document.addEventListener("keydown", (event) => {
    if (help.open && event.key !== "?") return;
    const typed = event.target.closest("input[type=text], input[type=number], textarea");
    if (typed && event.key !== "Escape") return;
    const own = event.target.closest("button, select, [data-keys]");
    const key = keyOf(event);
    const takes = own && (["space", "Enter"].includes(key) || (own.matches("select, [data-keys]") && key.includes("Arrow")));
    if (takes) return;
    const fitting = bindings.filter(({ keys, tool }) => keys.includes(key) && (!tool || tool === state.tool));
    const found = fitting.find(({ tool }) => tool) ?? fitting[0];
    if (!found) return;
    event.preventDefault();
    found.run(event);
  });
}

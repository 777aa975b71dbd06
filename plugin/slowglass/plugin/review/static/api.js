// What the page asks the room for. Only this page knows the key that changes need.
const key = document.querySelector("meta[name=slowglass-key]").content;

export class Refused extends Error {}

async function answerOf(response) {
  if (!response.ok) throw new Refused((await response.text()).trim() || `Error ${response.status}`);
  return response.json();
}

export async function ask(path) {
  return answerOf(await fetch(path));
}

export async function tell(path, document) {
  const headers = { "X-Slowglass-Key": key, "Content-Type": "application/json" };
  return answerOf(await fetch(path, { method: "POST", headers, body: JSON.stringify(document) }));
}

export function pictureAddress(size, side, index, version) {
  return `/picture/${size}/${encodeURIComponent(side)}/${index}?v=${version}`;
}

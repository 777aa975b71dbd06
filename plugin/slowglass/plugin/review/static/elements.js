// Elements of the page in few words. Text is only ever text: names of files may hold markup.
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key in made && key !== "list") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

export function options(select, choices, chosen) {
  select.replaceChildren(...choices.map(({ id, title }) => element("option", { value: id, textContent: title })));
  select.value = chosen;
}

let hiding = 0;
export function toast(message, isBad = false) {
  const place = document.getElementById("toast");
  place.textContent = message;
  place.classList.toggle("bad", isBad);
  place.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { place.hidden = true; }, isBad ? 8000 : 3000);
}

export function duration(seconds) {
  const whole = Math.max(1, Math.round(seconds)), minutes = Math.floor(whole / 60);
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return minutes ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}

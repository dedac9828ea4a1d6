// The command palette: go to a page, make a record, find a record. Ctrl/⌘ K.
let timer = null;
let latest = 0;

const box = () => document.getElementById("palette");
const items = () => [...box().querySelectorAll("[data-palette-item]")];

export function openPalette() {
  const dialog = box();
  if (!dialog || dialog.open) return;
  dialog.showModal();
  const input = dialog.querySelector("input");
  input.value = "";
  input.focus();
  look("");
}

async function look(text) {
  const turn = ++latest;
  const answer = await fetch(`${box().dataset.address}?q=${encodeURIComponent(text)}`, { headers: { "HX-Request": "true" } });
  if (turn !== latest || !answer.ok) return;
  box().querySelector("[data-palette-results]").innerHTML = await answer.text();
  choose(0);
}

function choose(index) {
  const all = items();
  if (!all.length) return;
  const place = (index + all.length) % all.length;
  all.forEach((item, at) => item.setAttribute("aria-selected", String(at === place)));
  all[place].scrollIntoView({ block: "nearest" });
  box().querySelector("input").setAttribute("aria-activedescendant", all[place].id);
}

document.addEventListener("input", (event) => {
  if (!event.target.closest("#palette")) return;
  clearTimeout(timer);
  timer = setTimeout(() => look(event.target.value.trim()), 90);
});

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openPalette();
    return;
  }
  if (!event.target.closest("#palette")) return;
  const all = items();
  const here = all.findIndex((item) => item.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") choose(here + 1);
  else if (event.key === "ArrowUp") choose(here - 1);
  else if (event.key === "Enter" && all[here]) all[here].click();
  else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-palette-open]")) openPalette();
  else if (event.target === box()) box().close();
});

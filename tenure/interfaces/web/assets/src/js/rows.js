// Moving through any list by keyboard: elements with data-row; j k move, Enter or o open, x selects, e edits.
import { dress } from "./cells.js";
import { isTyping } from "./shortcuts.js";
import { openPanel, panelIsOpen } from "./panel.js";

const rows = () => [...document.querySelectorAll("main [data-row]")];

export function currentRow() {
  return document.querySelector("main [data-row].is-current");
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const here = all.indexOf(currentRow());
  const next = all[Math.min(Math.max(here + step, 0), all.length - 1)];
  all[here]?.classList.remove("is-current");
  next.classList.add("is-current");
  next.scrollIntoView({ block: "nearest" });
  const link = next.querySelector("a[data-panel], a");
  if (panelIsOpen() && link?.matches("[data-panel]")) openPanel(new URL(link.href).pathname);
  else link?.focus({ preventScroll: true });
}

// In a list Enter opens the panel and o the page; elsewhere both do what a click does.
function openRow(row) {
  const link = row.querySelector("a[data-panel], a");
  if (row.closest("[data-list-form], [data-board]") && link) location.assign(link.href);
  else link?.click();
}

function edit() {
  dress(document.querySelector("main [data-row].is-current[data-address]"));
  const place = currentRow() || document;
  const target = place.querySelector("[data-edit]");
  if (!target) return false;
  target.focus();
  target.click();
  return true;
}

function select() {
  const box = currentRow()?.querySelector("input[type=checkbox][data-select]");
  if (!box) return false;
  box.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event)) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "o" && currentRow()) openRow(currentRow());
  else if (event.key === "e" ? !edit() : event.key === "x" ? !select() : true) return;
  event.preventDefault();
});

// The keyboard: g + letter goes, / searches, ? lists all, Escape closes the nearest thing.
import { closeDrawer } from "./navigation.js";
import { closeMenu } from "./menu.js";
import { closePanel } from "./panel.js";

const WAIT_MS = 1200;
let waitingUntil = 0;

export function isTyping(event) {
  return event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]");
}

function go(letter) {
  const link = document.querySelector(`[data-go="${CSS.escape(letter)}"]`);
  if (link) link.click();
}

function escape(event) {
  if (document.querySelector("dialog[open]")) return;
  const typing = isTyping(event);
  if (closeMenu({ focus: true }) || closeDrawer()) return;
  if (typing) event.target.blur();
  else closePanel();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) return escape(event);
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || document.querySelector("dialog[open]")) return;
  if (event.timeStamp < waitingUntil) {
    waitingUntil = 0;
    event.preventDefault();
    return go(event.key.toLowerCase());
  }
  if (event.key === "g") waitingUntil = event.timeStamp + WAIT_MS;
  else if (event.key === "/") document.querySelector("[data-search]")?.focus();
  else if (event.key === "?") document.getElementById("shortcuts")?.showModal();
  else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-shortcuts-open]")) document.getElementById("shortcuts")?.showModal();
  const closer = event.target.closest("[data-dialog-close]");
  if (closer) closer.closest("dialog").close();
});

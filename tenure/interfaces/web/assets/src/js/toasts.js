// Short messages at the foot of the page, with “Undo” where something can be undone.
const STAY_MS = 8000;
const MOST = 3;

export function toast({ text, undo = "", level = "info", link = "", link_text: linkText = "Open" }) {
  const template = document.getElementById("toast-template");
  const place = document.getElementById("toasts");
  if (!template || !place) return;
  const node = template.content.firstElementChild.cloneNode(true);
  node.dataset.level = level;
  node.querySelector("[data-toast-text]").textContent = text;
  const undoButton = node.querySelector("[data-toast-undo]");
  if (undo) undoButton.dataset.undo = undo;
  else undoButton.remove();
  const anchor = node.querySelector("[data-toast-link]");
  if (link) {
    anchor.href = link;
    anchor.textContent = linkText;
  } else anchor.remove();
  // Of the same words one is enough: what came before can be taken back in the history.
  for (const earlier of place.querySelectorAll("[data-toast-text]")) if (earlier.textContent === text) earlier.closest(".toast-note").remove();
  place.append(node);
  place.querySelectorAll('.toast-note:not([data-level="error"])').forEach((each, at, all) => at < all.length - MOST && each.remove());
  stayAWhile(node);
}

function stayAWhile(node) {
  if (node.dataset.level === "error") return;
  let timer = setTimeout(() => node.remove(), STAY_MS);
  node.addEventListener("pointerenter", () => clearTimeout(timer));
  node.addEventListener("focusin", () => clearTimeout(timer));
  node.addEventListener("pointerleave", () => { timer = setTimeout(() => node.remove(), STAY_MS / 2); });
}

async function undo(node, address) {
  node.setAttribute("aria-busy", "true");
  const token = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"];
  const answer = await fetch(address, { method: "POST", headers: { "X-CSRFToken": token, "X-Undo": "1" } });
  node.remove();
  if (answer.ok) location.reload();
  else toast({ text: (await answer.text()).slice(0, 300) || "It could not be undone.", level: "error" });
}

document.addEventListener("click", (event) => {
  const node = event.target.closest(".toast-note");
  if (!node) return;
  const undoButton = event.target.closest("[data-toast-undo]");
  if (undoButton) undo(node, undoButton.dataset.undo);
  else if (event.target.closest("[data-toast-close]")) node.remove();
});
document.addEventListener("toast", (event) => toast(event.detail));
document.addEventListener("toasts", (event) => event.detail.all.forEach(toast));
document.querySelectorAll("#toasts .toast-note").forEach(stayAWhile);

const SAYING = { 403: "You may not do this.", 404: "It is no longer there. Reload the page.", 413: "The file is too large." };
document.addEventListener("htmx:responseError", (event) => {
  const { status, responseText } = event.detail.xhr;
  const plain = event.detail.xhr.getResponseHeader("Content-Type")?.startsWith("text/plain");
  toast({ text: (plain && responseText.slice(0, 300)) || SAYING[status] || "That did not work. Nothing was changed; try again.", level: "error" });
});
document.addEventListener("htmx:sendError", () => {
  toast({ text: "The server cannot be reached. Nothing was changed; try again in a moment.", level: "error" });
});

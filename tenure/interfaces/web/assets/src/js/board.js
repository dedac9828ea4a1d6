// Boards: cards move by dragging, or by [ and ] on the chosen card; the server answers with the columns as they are.
import htmx from "htmx.org";
import { isTyping } from "./shortcuts.js";

const board = () => document.querySelector("[data-board][data-movable]");

function move(card, column) {
  if (!column || column.dataset.column === card.closest("[data-column]").dataset.column) return;
  const id = card.dataset.card;
  column.querySelector(".board-cards").prepend(card);
  htmx
    .ajax("POST", board().dataset.move, {
      target: "#board",
      swap: "innerHTML",
      values: { card: id, to: column.dataset.column },
    })
    .then(() => document.querySelector(`[data-card="${id}"]`)?.classList.add("is-current"));
}

document.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.("[data-card]");
  if (!card || !board()) return;
  event.dataTransfer.setData("text/plain", card.dataset.card);
  event.dataTransfer.effectAllowed = "move";
  card.classList.add("is-dragged");
});
document.addEventListener("dragend", (event) => event.target.classList?.remove("is-dragged"));
document.addEventListener("dragover", (event) => {
  const column = event.target.closest?.("[data-column]");
  if (!column || !board()) return;
  event.preventDefault();
  document.querySelectorAll(".board-column.is-over").forEach((each) => each !== column && each.classList.remove("is-over"));
  column.classList.add("is-over");
});
document.addEventListener("drop", (event) => {
  const column = event.target.closest?.("[data-column]");
  const card = document.querySelector("[data-card].is-dragged");
  document.querySelectorAll(".board-column.is-over").forEach((each) => each.classList.remove("is-over"));
  if (!column || !card) return;
  event.preventDefault();
  move(card, column);
});
document.addEventListener("keydown", (event) => {
  if (!board() || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key !== "[" && event.key !== "]") return;
  const card = document.querySelector("[data-card].is-current") || document.activeElement?.closest?.("[data-card]");
  const column = card?.closest("[data-column]");
  const next = event.key === "]" ? column?.nextElementSibling : column?.previousElementSibling;
  if (next) move(card, next);
});

// Stages that are over are folded until one asks.
document.addEventListener("click", (event) => {
  const fold = event.target.closest("[data-fold]");
  if (!fold) return;
  const isOpen = fold.closest("[data-column]").classList.toggle("is-open");
  fold.setAttribute("aria-expanded", String(isOpen));
});

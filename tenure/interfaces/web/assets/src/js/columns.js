// The order of a list's columns: drag a head, or press Alt and an arrow key on it; kept per person and kind, widths too.
const heads = (table) => [...table.querySelectorAll("th[data-width-of]")];

function keep(table) {
  const token = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"];
  const body = new URLSearchParams({ drawn: "1" });
  heads(table).forEach((head) => body.append("column", head.dataset.widthOf));
  fetch(table.dataset.columns, { method: "POST", body, headers: { "X-CSRFToken": token } });
  const url = new URL(location.href);
  if (!url.searchParams.has("columns")) return;
  url.searchParams.set("columns", names(table));
  history.replaceState(history.state, "", url);
}

const names = (table) => heads(table).map((head) => head.dataset.widthOf).join(",");

// Moves the head and the cells below it; the first column names the rows and keeps its place.
function place(head, target, isBehind) {
  const table = head.closest("table");
  const from = [...head.parentElement.children].indexOf(head);
  const to = [...head.parentElement.children].indexOf(target);
  if (from === to) return;
  for (const row of table.querySelectorAll("thead tr, tbody tr[data-row], tfoot tr")) {
    const [cell, other] = [row.children[from], row.children[to]];
    if (cell && other) other[isBehind ? "after" : "before"](cell);
  }
  keep(table);
}

function unmark() {
  document.querySelectorAll("th.is-before, th.is-behind").forEach((head) => head.classList.remove("is-before", "is-behind"));
}

const dragged = () => document.querySelector("th[data-head].is-dragged");
const isBehind = (head, event) => event.clientX > head.getBoundingClientRect().left + head.offsetWidth / 2;

document.addEventListener("dragstart", (event) => {
  const head = event.target.closest?.("th[data-head]");
  if (!head) return;
  event.dataTransfer.setData("text/plain", head.dataset.widthOf);
  event.dataTransfer.effectAllowed = "move";
  head.classList.add("is-dragged");
});
document.addEventListener("dragover", (event) => {
  const head = event.target.closest?.("th[data-head]");
  if (!head || !dragged()) return;
  event.preventDefault();
  unmark();
  head.classList.add(isBehind(head, event) ? "is-behind" : "is-before");
});
document.addEventListener("drop", (event) => {
  const head = event.target.closest?.("th[data-head]");
  if (!head || !dragged()) return;
  event.preventDefault();
  place(dragged(), head, isBehind(head, event));
});
document.addEventListener("dragend", (event) => {
  unmark();
  event.target.closest?.("th[data-head]")?.classList.remove("is-dragged");
});
document.addEventListener("keydown", (event) => {
  const head = event.target.closest?.("th[data-head]");
  if (!head || !event.altKey || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  event.preventDefault();
  const isRight = event.key === "ArrowRight";
  const target = isRight ? head.nextElementSibling : head.previousElementSibling;
  if (!target?.matches("[data-head]")) return;
  const focused = document.activeElement;
  place(head, target, isRight);
  focused.focus();
});

// Rows that are fetched later come with the columns as they stand now.
document.addEventListener("htmx:configRequest", (event) => {
  const table = event.detail.elt.closest?.(".list-more, .list-earlier, tfoot")?.closest("table[data-columns]");
  if (table) event.detail.parameters.columns = names(table);
});

// In the menu of columns: drag, or the arrows.
document.addEventListener("dragstart", (event) => {
  const item = event.target.closest?.("[data-column-item]");
  item?.classList.add("is-dragged");
  if (item) event.dataTransfer.effectAllowed = "move";
});
document.addEventListener("dragover", (event) => {
  const over = event.target.closest?.("[data-column-item]");
  const item = document.querySelector("[data-column-item].is-dragged");
  if (!over || !item || over === item) return;
  event.preventDefault();
  const box = over.getBoundingClientRect();
  over[event.clientY > box.top + box.height / 2 ? "after" : "before"](item);
});
document.addEventListener("dragend", (event) => event.target.classList?.remove("is-dragged"));
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-column-up], [data-column-down]");
  const item = button?.closest("[data-column-item]");
  if (!item) return;
  const other = button.matches("[data-column-up]") ? item.previousElementSibling : item.nextElementSibling;
  if (other?.matches("[data-column-item]")) other[button.matches("[data-column-up]") ? "before" : "after"](item);
  button.focus();
});

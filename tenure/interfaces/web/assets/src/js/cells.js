// Cells of lists come without their edit buttons: a row gets them when it is pointed at or reached, so that a page
// of hundreds of cells stays light. Where nothing can be pointed at, every row gets them at once.
import htmx from "htmx.org";

const PENCIL = () => document.querySelector("[data-pencil]").innerHTML;

function button(cell, address) {
  const made = document.createElement("button");
  made.className = "cell-edit";
  made.type = "button";
  made.dataset.edit = "";
  made.setAttribute("aria-label", `Edit ${cell.querySelector("dt").textContent}`);
  made.setAttribute("hx-get", `${address}field/${cell.dataset.cell}/`);
  made.setAttribute("hx-target", "closest .cell");
  made.setAttribute("hx-swap", "outerHTML");
  made.innerHTML = PENCIL();
  return made;
}

export function dress(row) {
  if (!row || row.dataset.dressed !== undefined) return;
  row.dataset.dressed = "";
  for (const cell of row.querySelectorAll(".cell[data-editable]")) {
    if (cell.querySelector("[data-edit]")) continue;
    const made = button(cell, row.dataset.address);
    cell.querySelector("dd").append(made);
    htmx.process(made);
  }
}

const rowOf = (event) => event.target.closest?.(".list-rows tr[data-address]");
document.addEventListener("pointerover", (event) => dress(rowOf(event)));
document.addEventListener("focusin", (event) => dress(rowOf(event)));

function dressAll() {
  if (!matchMedia("(hover: none)").matches) return;
  document.querySelectorAll(".list-rows tr[data-address]").forEach(dress);
}
document.addEventListener("DOMContentLoaded", dressAll);
document.addEventListener("htmx:afterSettle", dressAll);

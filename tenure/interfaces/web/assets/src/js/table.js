// Lists: ticked rows and the bar of what to do with them, the filter's comparisons by field.
import "./columns.js";
import "./sheet.js";
import "./widths.js";

const form = () => document.querySelector("[data-list-form]");
let lastTicked = null;

function showBar() {
  const bar = document.querySelector("[data-bulk-bar]");
  if (!bar) return;
  const count = form().querySelectorAll("[data-select]:checked").length;
  bar.hidden = count === 0;
  bar.querySelector("[data-bulk-count]").textContent = count;
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-select-all]")) {
    form().querySelectorAll("[data-select]").forEach((box) => (box.checked = event.target.checked));
  }
  if (event.target.matches("[data-select], [data-select-all]")) showBar();
  if (event.target.matches("[data-filter-field]")) fitFilter();
});

// Shift and click ticks everything between the last ticked row and this one.
document.addEventListener("click", (event) => {
  if (!event.target.matches("[data-select]")) return;
  const boxes = [...form().querySelectorAll("[data-select]")];
  const here = boxes.indexOf(event.target);
  if (event.shiftKey && lastTicked !== null) {
    const [from, to] = [Math.min(here, lastTicked), Math.max(here, lastTicked)];
    boxes.slice(from, to + 1).forEach((box) => (box.checked = event.target.checked));
    showBar();
  }
  lastTicked = here;
});

// The comparisons and choices that fit the chosen field.
function fitFilter() {
  const field = document.querySelector("[data-filter-field]");
  if (!field) return;
  const operator = document.querySelector("[data-filter-operator]");
  let first = null;
  for (const option of operator.options) {
    option.hidden = option.disabled = option.dataset.for !== field.value;
    if (!option.hidden && !first) first = option;
  }
  if (first) first.selected = true;
  const value = document.querySelector("[data-filter-value]");
  value.type = field.selectedOptions[0].dataset.sort === "day" ? "date" : "text";
  for (const option of document.querySelectorAll("[data-filter-choices] option")) {
    option.disabled = option.dataset.for !== field.value;
  }
}
fitFilter();

// In a table a double click edits; one click only chooses.
document.addEventListener("dblclick", (event) => {
  event.target.closest(".list-rows .cell[data-editable]")?.querySelector("[data-edit]")?.click();
});

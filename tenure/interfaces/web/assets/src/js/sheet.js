// Editing a list like a sheet: Tab and Shift+Tab save and open the next cell, Enter saves, Escape gives up; the arrow
// keys move between cells that are not being edited.
import { dress } from "./cells.js";

const LISTED = ".list-rows tr[data-row]";
let heading = null;

const cellsOf = (row) => [...row.querySelectorAll("td")].filter((cell) => cell.querySelector("[data-editable], [data-inline-form]"));

// The cell beside this one, in the row before or after where this row ends.
function beside(cell, step) {
  const all = [...cell.closest("tbody").querySelectorAll("tr[data-row]")].flatMap(cellsOf);
  return all[all.indexOf(cell) + step];
}

function above(cell, step) {
  const rows = [...cell.closest("tbody").querySelectorAll("tr[data-row]")];
  const row = rows[rows.indexOf(cell.parentElement) + step];
  const other = row?.children[[...cell.parentElement.children].indexOf(cell)];
  return other?.querySelector("[data-editable]") ? other : null;
}

function buttonOf(cell) {
  dress(cell?.closest("tr"));
  return cell?.querySelector("[data-edit]");
}

const focus = (cell) => buttonOf(cell)?.focus();
const open = (cell) => buttonOf(cell)?.click();

function isChanged(form) {
  return [...form.elements].some((field) => {
    if (field.type === "hidden" || !field.name) return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.options) return [...field.options].some((option) => option.selected !== option.defaultSelected);
    return field.value !== field.defaultValue;
  });
}

const fieldsOf = (form) =>
  [...form.querySelectorAll("input:not([type=hidden]), select, textarea")].filter(
    (field) => !field.disabled && field.offsetParent && !field.closest("details:not([open])"),
  );

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.(`${LISTED} [data-inline-form]`);
  if (!form || event.ctrlKey || event.metaKey || event.altKey) return;
  const cell = form.closest("td");
  if (event.key === "Escape") heading = { cell, isOpened: false };
  if (event.key === "Enter" && !event.defaultPrevented) heading = { cell, isOpened: false };
  if (event.key !== "Tab" || event.defaultPrevented) return;
  const fields = fieldsOf(form);
  const edge = event.shiftKey ? fields[0] : fields[fields.length - 1];
  if (fields.includes(event.target) && event.target !== edge) return;
  event.preventDefault();
  heading = { cell: beside(cell, event.shiftKey ? -1 : 1) || cell, isOpened: true };
  if (isChanged(form)) form.requestSubmit();
  else form.querySelector("[data-cancel]")?.click();
});

// What was left is shown again: go on to where the key led, unless the value was refused.
document.addEventListener("htmx:afterSettle", (event) => {
  if (!heading) return;
  const place = event.target.closest?.(LISTED);
  if (!place || place.querySelector("[data-inline-form]")) {
    if (place?.querySelector(".is-invalid, [role=alert]")) heading = null;
    return;
  }
  const { cell, isOpened } = heading;
  heading = null;
  if (isOpened) open(cell);
  else focus(cell);
});

document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.(`${LISTED} [data-edit]`)?.closest("td");
  if (!cell || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const steps = { ArrowLeft: [beside, -1], ArrowRight: [beside, 1], ArrowUp: [above, -1], ArrowDown: [above, 1] };
  const step = steps[event.key];
  if (!step) return;
  event.preventDefault();
  focus(step[0](cell, step[1]));
});

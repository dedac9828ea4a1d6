// Record pages: edit in place, pickers of records, mentions, tabs, two versions to compare.
import "./picker.js";
import "./mention.js";
import "./upload.js";

// A click anywhere on a field edits it, unless it was on a link or selected text.
document.addEventListener("click", (event) => {
  const cell = event.target.closest(".cell[data-editable]");
  if (!cell || cell.closest("table") || event.target.closest("a, button, input, select, textarea") || String(getSelection())) return;
  cell.querySelector("[data-edit]")?.click();
});

// The form that opens takes the focus; Escape gives up, Ctrl or ⌘ with Enter saves.
document.addEventListener("htmx:afterSettle", (event) => {
  const root = event.detail.elt?.isConnected ? event.detail.elt : document;
  const form = root.matches?.("[data-inline-form]") ? root : root.querySelector?.("[data-inline-form]");
  const first = form?.querySelector(".is-invalid, input:not([type=hidden]), select, textarea");
  first?.focus();
  if (first?.matches("input[type=text], input[type=email], input[type=url]")) first.select();
});
document.addEventListener("keydown", (event) => {
  const form = event.target.closest("[data-inline-form]");
  if (!form || event.defaultPrevented) return;
  if (event.key === "Escape") {
    event.preventDefault();
    form.querySelector("[data-cancel]")?.click();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
});

// The open tab is the one that was asked for last.
document.addEventListener("click", (event) => {
  const tab = event.target.closest("[data-tab]");
  if (!tab) return;
  tab.parentElement.querySelectorAll("[data-tab]").forEach((each) => each.removeAttribute("aria-current"));
  tab.setAttribute("aria-current", "page");
});

// At most two versions are ticked: a third takes the place of the first.
const ticked = [];
document.addEventListener("change", (event) => {
  const box = event.target;
  if (!box.matches(".history-tick input")) return;
  if (box.checked) ticked.push(box);
  else ticked.splice(ticked.indexOf(box), 1);
  while (ticked.length > 2) ticked.shift().checked = false;
});

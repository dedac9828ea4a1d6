// A box that finds a record by name: arrows move, Enter chooses, clearing the box clears the choice. The last option
// makes a new record in a dialog over the form, which stays as it is.
import htmx from "htmx.org";

const parts = (picker) => ({
  hidden: picker.querySelector("input[type=hidden]"),
  box: picker.querySelector("[role=combobox]"),
  results: picker.querySelector(".picker-results"),
});

function close(picker) {
  const { box, results } = parts(picker);
  results.hidden = true;
  box.setAttribute("aria-expanded", "false");
}

function choose(picker, option) {
  if (option.dataset.new) create(picker, option.dataset);
  else take(picker, option.dataset);
}

function take(picker, { value, text }) {
  const { hidden, box } = parts(picker);
  hidden.value = value;
  box.value = text;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  close(picker);
  box.focus();
}

// What the form already says of the account (or what else it names) is what the new record begins with.
function create(picker, { new: address, named }) {
  close(picker);
  const dialog = document.createElement("dialog");
  dialog.className = "box new-record";
  dialog.dataset.newRecord = "";
  dialog.addEventListener("record-picked", (event) => {
    dialog.close();
    take(picker, event.detail);
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    parts(picker).box.focus();
  });
  dialog.addEventListener("click", (event) => event.target.closest("[data-new-cancel]") && dialog.close());
  document.body.append(dialog);
  const account = picker.closest("form")?.querySelector("[data-picker] input[type=hidden][name=account]");
  const url = new URL(address, location.origin);
  const typed = parts(picker).box.value.trim(); // the option may be from a moment ago
  if (typed && !parts(picker).hidden.value) url.searchParams.set(named, typed);
  if (account?.value && account !== parts(picker).hidden) url.searchParams.set("account", account.value);
  htmx.ajax("GET", url.pathname + url.search, { target: dialog, swap: "innerHTML" }).then(() => {
    if (!dialog.querySelector("form")) return dialog.remove();
    dialog.showModal();
    (dialog.querySelector(".is-invalid") || dialog.querySelector("input:not([type=hidden]), select, textarea"))?.focus();
  });
}

function move(picker, step) {
  const options = [...picker.querySelectorAll("[role=option]")];
  if (!options.length) return;
  const here = options.findIndex((each) => each.getAttribute("aria-selected") === "true");
  const next = (here + step + options.length) % options.length;
  options.forEach((each, at) => each.setAttribute("aria-selected", String(at === next)));
  options[next].scrollIntoView({ block: "nearest" });
}

document.addEventListener("htmx:afterSwap", (event) => {
  const results = event.detail.target.closest?.(".picker-results");
  if (!results) return;
  const picker = results.closest("[data-picker]");
  const { box } = parts(picker);
  const asked = new URL(event.detail.requestConfig.path, location.origin).searchParams;
  picker.dataset.answered = asked.get(box.name) ?? event.detail.requestConfig.parameters?.[box.name] ?? "";
  if (picker.dataset.hurried === picker.dataset.answered) {
    delete picker.dataset.hurried;
    const best = picker.querySelector("[role=option][data-value]");
    if (best) return take(picker, best.dataset);
  }
  if (document.activeElement !== box) return;
  results.hidden = false;
  box.setAttribute("aria-expanded", "true");
  if (box.value) move(picker, 1);
});

// Over a choice that stands, what was touched last is offered, not what is called like it.
document.addEventListener("htmx:configRequest", (event) => {
  const picker = event.target.closest("[data-picker]");
  if (picker && parts(picker).hidden.value) event.detail.parameters[parts(picker).box.name] = "";
});

document.addEventListener("input", (event) => {
  const picker = event.target.closest("[data-picker]");
  if (picker) parts(picker).hidden.value = "";
});

document.addEventListener("keydown", (event) => {
  const picker = event.target.closest("[data-picker]");
  if (!picker) return;
  const { box, hidden, results } = parts(picker);
  const chosen = picker.querySelector("[role=option][aria-selected=true]");
  const fits = chosen && !results.hidden && chosen.textContent.toLowerCase().includes(box.value.trim().toLowerCase());
  const isAnswered = fits || hidden.value || !box.value || picker.dataset.answered === box.value;
  if (event.key === "Enter" && !isAnswered) {
    picker.dataset.hurried = box.value; // Enter before the answer came takes the best of it when it comes
    event.preventDefault();
    return;
  }
  if (results.hidden && event.key !== "ArrowDown") return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    results.hidden = false;
    move(picker, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && chosen) choose(picker, chosen);
  else if (event.key === "Escape") close(picker);
  else return;
  event.preventDefault();
}, true);

document.addEventListener("mousedown", (event) => {
  const option = event.target.closest("[data-picker] [role=option]");
  if (!option) return;
  event.preventDefault();
  choose(option.closest("[data-picker]"), option);
});

document.addEventListener("focusout", (event) => {
  const picker = event.target.closest("[data-picker]");
  if (picker && !picker.contains(event.relatedTarget)) close(picker);
});

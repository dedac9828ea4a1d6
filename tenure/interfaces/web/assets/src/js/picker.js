// A box that finds a record by name: arrows move, Enter chooses, clearing the box clears the choice.
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
  const { hidden, box } = parts(picker);
  hidden.value = option.dataset.value;
  box.value = option.dataset.text;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  close(picker);
  box.focus();
}

function move(picker, step) {
  const options = [...picker.querySelectorAll(".picker-option")];
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
  if (document.activeElement !== box) return;
  results.hidden = false;
  box.setAttribute("aria-expanded", "true");
  if (box.value) move(picker, 1);
});

document.addEventListener("input", (event) => {
  const picker = event.target.closest("[data-picker]");
  if (picker) parts(picker).hidden.value = "";
});

document.addEventListener("keydown", (event) => {
  const picker = event.target.closest("[data-picker]");
  if (!picker) return;
  const { results } = parts(picker);
  if (results.hidden && event.key !== "ArrowDown") return;
  const chosen = picker.querySelector(".picker-option[aria-selected=true]");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    results.hidden = false;
    move(picker, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && chosen) choose(picker, chosen);
  else if (event.key === "Escape") close(picker);
  else return;
  event.preventDefault();
}, true);

document.addEventListener("mousedown", (event) => {
  const option = event.target.closest(".picker-option");
  if (!option) return;
  event.preventDefault();
  choose(option.closest("[data-picker]"), option);
});

document.addEventListener("focusout", (event) => {
  const picker = event.target.closest("[data-picker]");
  if (picker && !picker.contains(event.relatedTarget)) close(picker);
});

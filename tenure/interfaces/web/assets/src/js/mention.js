// Mentions: typing @ and a few letters in a note offers colleagues; the choice is written as @[Name](id).
const TYPED = /(?:^|\s)@([\p{L}.'-]{1,30}(?: [\p{L}.'-]{0,30})?)$/u;
let turn = 0;

const resultsOf = (box) => box.form?.querySelector("[data-mention-results]");

function typedBefore(box) {
  return box.value.slice(0, box.selectionStart).match(TYPED)?.[1];
}

function write(box, option) {
  const text = typedBefore(box) ?? "";
  const start = box.selectionStart - text.length - 1;
  const mention = `@[${option.dataset.text}](${option.dataset.value}) `;
  box.setRangeText(mention, start, box.selectionStart, "end");
  resultsOf(box).hidden = true;
  box.focus();
}

async function offer(box) {
  const results = resultsOf(box);
  const text = typedBefore(box);
  const mine = ++turn;
  if (!results || !text) {
    if (results) results.hidden = true;
    return;
  }
  const answer = await fetch(`${results.dataset.address}?q=${encodeURIComponent(text)}`, { headers: { "HX-Request": "true" } });
  if (mine !== turn || !answer.ok) return;
  results.innerHTML = await answer.text();
  const first = results.querySelector(".picker-option");
  results.hidden = !first;
  first?.setAttribute("aria-selected", "true");
  const edge = box.getBoundingClientRect();
  results.style.left = `${edge.left}px`;
  results.style.top = `${edge.bottom + 4}px`;
}

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-mention]")) offer(event.target);
});
document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("[data-mention]")) return;
  const results = resultsOf(event.target);
  if (!results || results.hidden) return;
  const options = [...results.querySelectorAll(".picker-option")];
  const here = options.findIndex((each) => each.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const next = (here + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length;
    options.forEach((each, at) => each.setAttribute("aria-selected", String(at === next)));
  } else if ((event.key === "Enter" || event.key === "Tab") && options[here]) write(event.target, options[here]);
  else if (event.key === "Escape") results.hidden = true;
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
document.addEventListener("mousedown", (event) => {
  const results = event.target.closest("[data-mention-results]");
  const option = event.target.closest(".picker-option");
  if (!results || !option) return;
  event.preventDefault();
  write(results.closest("form").querySelector("[data-mention]"), option);
});

// Pairs decided with the keyboard: m merges, x merges the other way, a keeps apart, s skips, j and k move.
import { isTyping } from "./shortcuts.js";

const all = () => [...document.querySelectorAll("[data-pair]")];
const open = () => all().filter((pair) => !pair.querySelector("[data-decided]") && !pair.classList.contains("is-skipped"));
const current = () => document.querySelector("[data-pair].is-current");

function choose(pair) {
  current()?.classList.remove("is-current");
  if (!pair) return;
  pair.classList.add("is-current");
  pair.focus({ preventScroll: true });
  pair.scrollIntoView({ block: "nearest" });
}

function following(pair) {
  const pairs = open();
  return pairs.find((other) => pair.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) || pairs[0];
}

function count() {
  const next = document.querySelector("[data-pairs-next]");
  if (!next) return;
  const skipped = all().filter((pair) => pair.classList.contains("is-skipped")).map((pair) => pair.dataset.pair);
  const address = new URL(next.href);
  const before = (address.searchParams.get("skip") || "").split(",").filter(Boolean);
  address.searchParams.set("skip", [...new Set([...before, ...skipped])].join(","));
  next.href = address.href;
  const left = open().length;
  document.querySelector("[data-pairs-left]").textContent = left ? `${left} to decide on this page` : "All of this page are decided.";
  if (!left) next.focus();
}

function skip(pair) {
  const next = following(pair);
  pair.classList.add("is-skipped");
  choose(next === pair ? null : next);
  count();
}

function move(step) {
  const pairs = open();
  const here = pairs.indexOf(current());
  choose(pairs[Math.min(pairs.length - 1, Math.max(0, here + step))]);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-decide]");
  if (!button) return;
  const pair = button.closest("[data-pair]");
  if (button.dataset.decide === "s") skip(pair);
});
document.addEventListener("focusin", (event) => {
  const pair = event.target.closest?.("[data-pair]");
  if (pair && pair !== current()) {
    current()?.classList.remove("is-current");
    pair.classList.add("is-current");
  }
});
document.addEventListener("keydown", (event) => {
  if (!all().length || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else {
    const button = current()?.querySelector(`[data-decide="${CSS.escape(event.key)}"]`);
    if (!button) return;
    button.click();
  }
  event.preventDefault();
});
document.addEventListener("htmx:afterSwap", (event) => {
  const pair = event.detail.target.closest?.("[data-pair]");
  if (!pair) return;
  if (!pair.querySelector("[data-decided].is-open")) choose(following(pair) === pair ? null : following(pair));
  count();
});
if (all().length) {
  choose(open()[0]);
  count();
}

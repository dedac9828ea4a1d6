// Bars take their length from data-done (0–100), since the page may carry no style of its own.
function fill(root) {
  root.querySelectorAll?.("[data-done]").forEach((bar) => {
    bar.style.width = `${Math.min(100, Math.max(0, Number(bar.dataset.done) || 0))}%`;
  });
}

fill(document);
document.addEventListener("htmx:afterSwap", (event) => fill(event.detail.target.parentElement || document));

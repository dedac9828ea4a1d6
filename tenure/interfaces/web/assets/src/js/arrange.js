// Arranging a dashboard: a tile moves by dragging, or by the arrow keys on its handle; each new order is kept at once.
const tiles = () => document.querySelector("[data-arrange]");

function keep(moved) {
  const box = tiles();
  const all = [...box.querySelectorAll("[data-tile]")];
  const body = new URLSearchParams(all.map((each) => ["tile", each.dataset.tile]));
  const said = document.querySelector("[data-arrange-said]");
  fetch(box.dataset.arrange, { method: "POST", body, headers: { "X-CSRFToken": box.dataset.token } }).then((answer) => {
    const place = `place ${all.indexOf(moved) + 1} of ${all.length}`;
    said.textContent = answer.ok ? `${moved.querySelector(".tile-title").textContent}: ${place}` : "Not kept; load the page again.";
    if (!answer.ok) location.reload();
  });
}

function step(tile, back) {
  const other = back ? tile.previousElementSibling : tile.nextElementSibling;
  if (!other) return;
  if (back) other.before(tile);
  else other.after(tile);
  tile.querySelector("[data-tile-handle]").focus();
  keep(tile);
}

document.addEventListener("keydown", (event) => {
  const handle = event.target.closest?.("[data-tile-handle]");
  if (!handle || !event.key.startsWith("Arrow")) return;
  event.preventDefault();
  step(handle.closest("[data-tile]"), event.key === "ArrowLeft" || event.key === "ArrowUp");
});

document.addEventListener("dragstart", (event) => {
  const tile = event.target.closest?.("[data-arrange] [data-tile]");
  if (!tile) return;
  event.dataTransfer.setData("text/plain", tile.dataset.tile);
  event.dataTransfer.effectAllowed = "move";
  tile.classList.add("is-dragged");
});
document.addEventListener("dragover", (event) => {
  if (event.target.closest?.("[data-arrange]")) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const moved = document.querySelector("[data-arrange] .is-dragged");
  const over = event.target.closest?.("[data-arrange] [data-tile]");
  if (!moved || !over || moved === over) return;
  event.preventDefault();
  const isBefore = over.compareDocumentPosition(moved) & Node.DOCUMENT_POSITION_FOLLOWING;
  if (isBefore) over.before(moved);
  else over.after(moved);
  keep(moved);
});
document.addEventListener("dragend", (event) => event.target.classList?.remove("is-dragged"));

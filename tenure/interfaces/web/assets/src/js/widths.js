// The widths of a list's columns: drag the edge of a head, or focus it and press the arrow keys; kept per person and kind.
const STEP = 16;
const NARROWEST = 60;
const WIDEST = 800;

function draw(head, width) {
  const pixels = Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)));
  head.style.width = head.style.minWidth = head.style.maxWidth = `${pixels}px`;
  head.dataset.width = pixels;
  const place = [...head.parentElement.children].indexOf(head);
  head.closest("table").querySelectorAll("tbody tr[data-row]").forEach((row) => {
    const cell = row.children[place];
    if (cell) cell.style.maxWidth = `${pixels}px`;
  });
}

function keep(head) {
  const token = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"];
  const body = new URLSearchParams({ name: head.dataset.widthOf, width: head.dataset.width });
  fetch(head.closest("table").dataset.widths, { method: "POST", body, headers: { "X-CSRFToken": token } });
}

function drawAll() {
  document.querySelectorAll("th[data-width-of]").forEach((head) => {
    if (Number(head.dataset.width)) draw(head, Number(head.dataset.width));
  });
}

document.addEventListener("pointerdown", (event) => {
  const edge = event.target.closest?.("[data-edge]");
  if (!edge) return;
  event.preventDefault();
  const head = edge.closest("th");
  const from = event.clientX;
  const before = head.offsetWidth;
  const move = (moved) => draw(head, before + moved.clientX - from);
  const done = () => {
    removeEventListener("pointermove", move);
    if (Number(head.dataset.width)) keep(head);
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", done, { once: true });
});
document.addEventListener("keydown", (event) => {
  const head = event.target.closest?.("[data-edge]")?.closest("th");
  if (!head || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  event.preventDefault();
  draw(head, head.offsetWidth + (event.key === "ArrowRight" ? STEP : -STEP));
  keep(head);
});
document.addEventListener("htmx:afterSettle", drawAll);
drawAll();

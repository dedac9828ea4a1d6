// Asks before what cannot be undone: `hx-confirm="…"` on htmx elements, `data-confirm="…"` on buttons of plain forms.
const dialog = () => document.getElementById("confirm");

function ask({ question, action, onYes }) {
  const box = dialog();
  box.querySelector("[data-confirm-text]").textContent = question;
  const yes = box.querySelector("[data-confirm-yes]");
  yes.textContent = action || "Go on";
  box.addEventListener("close", () => box.returnValue === "yes" && onYes(), { once: true });
  box.returnValue = "";
  box.showModal();
  yes.focus();
}

document.addEventListener("htmx:confirm", (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  ask({
    question: event.detail.question,
    action: event.detail.elt.dataset.confirmAction,
    onYes: () => event.detail.issueRequest(true),
  });
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-confirm]");
  if (!button || button.dataset.confirmed) return;
  event.preventDefault();
  event.stopPropagation();
  ask({
    question: button.dataset.confirm,
    action: button.dataset.confirmAction || button.textContent.trim(),
    onYes: () => {
      button.dataset.confirmed = "1";
      button.click();
      delete button.dataset.confirmed;
    },
  });
}, true);

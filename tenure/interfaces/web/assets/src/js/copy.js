// A button that copies a command: `data-copy="<id of the command>"`.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const node = document.getElementById(button.dataset.copy);
  const said = button.querySelector("[data-copy-said]");
  try {
    await navigator.clipboard.writeText(node.textContent);
    said.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(node);
    said.textContent = "Marked: press Ctrl C";
  }
});

// Forms: submit once, send on change where marked, warn before leaving unsaved work.
let unsaved = null;

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  unsaved = null;
  const form = event.target;
  if (form.method === "dialog" || form.hasAttribute("hx-post") || form.hasAttribute("hx-get") || form.hasAttribute("data-many")) return;
  setTimeout(() => form.querySelectorAll("button[type=submit], button:not([type])").forEach((each) => { each.disabled = true; }));
});
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form button[disabled]").forEach((each) => { each.disabled = false; });
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
});
document.addEventListener("input", (event) => {
  if (event.target.form?.hasAttribute("data-guard")) unsaved = event.target.form;
});
addEventListener("beforeunload", (event) => {
  if (unsaved?.isConnected) event.preventDefault();
});

// The side panel: a link with data-panel opens its page beside the list; `?panel=` in the address says which.
import htmx from "htmx.org";

const shell = () => document.getElementById("panel-shell");

export function panelIsOpen() {
  return Boolean(shell() && !shell().hidden);
}

function load(path) {
  const pane = shell();
  pane.hidden = false;
  document.documentElement.setAttribute("data-panel-open", "");
  pane.querySelector("[data-panel-full]").href = path;
  pane.querySelector("#panel").setAttribute("aria-busy", "true");
  htmx.ajax("GET", path, { target: "#panel", swap: "innerHTML" }).then(() => {
    pane.querySelector("#panel").removeAttribute("aria-busy");
  });
}

export function openPanel(path, { push = true } = {}) {
  if (!shell()) {
    location.assign(path);
    return;
  }
  if (push) {
    const url = new URL(location.href);
    const change = url.searchParams.has("panel") ? "replaceState" : "pushState";
    url.searchParams.set("panel", path);
    history[change]({ panel: path }, "", url);
  }
  load(path);
}

export function closePanel() {
  if (!panelIsOpen()) return false;
  const url = new URL(location.href);
  url.searchParams.delete("panel");
  history.pushState({}, "", url);
  hide();
  return true;
}

function hide() {
  shell().hidden = true;
  document.documentElement.removeAttribute("data-panel-open");
  shell().querySelector("#panel").replaceChildren();
  document.querySelector("[data-row].is-current a, [data-row].is-current")?.focus?.();
}

function safePath(value) {
  return value && value.startsWith("/") && !value.startsWith("//") && !value.includes("\\") ? value : null;
}

function fromAddress() {
  const path = safePath(new URLSearchParams(location.search).get("panel"));
  if (path) openPanel(path, { push: false });
  else if (panelIsOpen()) hide();
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-panel-close]")) {
    closePanel();
    return;
  }
  const link = event.target.closest("a[data-panel]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const url = new URL(link.href);
  event.preventDefault();
  openPanel(url.pathname + url.search);
});
addEventListener("popstate", fromAddress);
fromAddress();

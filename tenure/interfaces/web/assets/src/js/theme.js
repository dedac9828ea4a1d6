// Light, dark or as the system: buttons with data-set-theme.
import { remember } from "./cookies.js";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-set-theme]");
  if (!button) return;
  const theme = button.dataset.setTheme;
  const dark = theme === "dark" || (theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = theme;
  document.documentElement.setAttribute("data-bs-theme", dark ? "dark" : "light");
  document.querySelectorAll("[data-set-theme]").forEach((each) => {
    each.setAttribute("aria-pressed", String(each.dataset.setTheme === theme));
  });
  remember("theme", theme);
});

// Paper is white whatever the screen is.
let onScreen = "";
addEventListener("beforeprint", () => {
  onScreen = document.documentElement.getAttribute("data-bs-theme");
  document.documentElement.setAttribute("data-bs-theme", "light");
});
addEventListener("afterprint", () => document.documentElement.setAttribute("data-bs-theme", onScreen || "light"));

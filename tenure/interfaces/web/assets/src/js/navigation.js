// The left navigation: slim or wide (remembered), and a drawer on a phone.
import { remember } from "./cookies.js";

const root = document.documentElement;

export function closeDrawer() {
  const wasOpen = root.hasAttribute("data-drawer");
  root.removeAttribute("data-drawer");
  document.querySelector("[data-drawer-toggle]")?.setAttribute("aria-expanded", "false");
  return wasOpen;
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-nav-toggle]")) {
    const slim = root.toggleAttribute("data-nav-slim");
    remember("nav", slim ? "slim" : "wide");
    document.querySelectorAll("[data-nav-toggle]").forEach((each) => each.setAttribute("aria-expanded", String(!slim)));
  } else if (event.target.closest("[data-drawer-toggle]")) {
    const open = root.toggleAttribute("data-drawer");
    document.querySelectorAll("[data-drawer-toggle]").forEach((e) => e.setAttribute("aria-expanded", String(open)));
    if (open) document.querySelector(".nav-pane a")?.focus();
  } else if (event.target.closest("[data-drawer-veil]")) {
    closeDrawer();
  }
});

document.querySelector(".nav-scroll")?.addEventListener("toggle", () => {
  const open = [...document.querySelectorAll("[data-nav-group][open]")].map((group) => group.dataset.navGroup);
  remember("nav_open", open.join("."));
}, true);

const here = document.querySelector(".settings-nav [aria-current]");
if (here && here.parentElement.parentElement.scrollWidth > innerWidth) here.scrollIntoView({ inline: "center", block: "nearest" });

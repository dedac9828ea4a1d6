// Menus: a button with data-menu="id" opens the element with that id; arrows move, Escape and a click elsewhere close.
let opened = null;

export function closeMenu({ focus = false } = {}) {
  if (!opened) return false;
  const { button, menu } = opened;
  opened = null;
  menu.hidden = true;
  button.setAttribute("aria-expanded", "false");
  if (focus) button.focus();
  return true;
}

function place(button, menu) {
  const edge = button.getBoundingClientRect();
  const box = menu.getBoundingClientRect();
  const gap = 4;
  const left = menu.dataset.align === "end" ? edge.right - box.width : edge.left;
  const below = edge.bottom + gap;
  const top = below + box.height > innerHeight - gap ? Math.max(gap, edge.top - box.height - gap) : below;
  menu.style.left = `${Math.min(Math.max(gap * 2, left), innerWidth - box.width - gap * 2)}px`;
  menu.style.top = `${top}px`;
}

function openMenu(button, menu) {
  closeMenu();
  menu.hidden = false;
  button.setAttribute("aria-expanded", "true");
  opened = { button, menu };
  place(button, menu);
  menu.querySelector("input, a, button:not([disabled])")?.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-menu]");
  if (button) {
    const menu = document.getElementById(button.dataset.menu);
    if (!menu) return;
    event.preventDefault();
    if (opened?.menu === menu) closeMenu();
    else openMenu(button, menu);
  } else if (opened && (!opened.menu.contains(event.target) || event.target.closest("[data-menu-close]"))) {
    closeMenu();
  }
});

document.addEventListener("keydown", (event) => {
  if (!opened || !["ArrowDown", "ArrowUp"].includes(event.key) || event.target.matches("select, textarea")) return;
  const items = [...opened.menu.querySelectorAll("a, button:not([disabled]), input")];
  const here = items.indexOf(document.activeElement);
  items.at((here + (event.key === "ArrowDown" ? 1 : -1)) % items.length)?.focus();
  event.preventDefault();
});
addEventListener("resize", () => closeMenu());

// Runs before the first paint: in the “auto” theme the page takes the system's light or dark at once.
const root = document.documentElement;
if (root.dataset.theme === "auto") {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => root.setAttribute("data-bs-theme", dark.matches ? "dark" : "light");
  apply();
  dark.addEventListener("change", () => root.dataset.theme === "auto" && apply());
}

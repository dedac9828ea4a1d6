// The day that the page is read as of stays in the address while one moves about.
const root = document.documentElement;
const day = root.dataset.asOf;

function withDay(address) {
  const url = new URL(address, location.href);
  if (url.origin === location.origin && !url.searchParams.has("as_of")) url.searchParams.set("as_of", day);
  return url;
}

if (day) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.hasAttribute("data-today") || link.getAttribute("href").startsWith("#")) return;
    const url = withDay(link.href);
    if (url.origin === location.origin) link.href = url.href;
  }, true);
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb === "get" && !("as_of" in event.detail.parameters)) event.detail.parameters.as_of = day;
  });
}

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-as-of-input]")) return;
  const url = new URL(location.href);
  if (event.target.value && event.target.value !== event.target.dataset.today) {
    url.searchParams.set("as_of", event.target.value);
  } else {
    url.searchParams.delete("as_of");
  }
  location.assign(url);
});

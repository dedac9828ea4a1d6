// Files on their way: dropped on a part of a page, and sent with their progress told.
const token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"];
const carriesFiles = (event) => [...(event.dataTransfer?.types || [])].includes("Files");

// The finished request. `tell` hears of each step: how many percent have left, and in words.
export function sendFile(address, file, tell, arrived) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    const data = new FormData();
    data.append("file", file, file.name);
    request.open("POST", address);
    request.setRequestHeader("X-CSRFToken", token());
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      const part = event.lengthComputable ? Math.round((event.loaded / event.total) * 100) : 0;
      tell(part, part < 100 ? `${part}%` : arrived);
    });
    request.addEventListener("loadend", () => done(request));
    request.send(data);
  });
}

// `take(zone, files)` gets what is dropped while the page has a zone; it carries the class `mark` while files hover.
// Entering a child leaves its parent: only the last leave ends the drag.
export function onFilesDropped(selector, mark, take) {
  const zone = () => document.querySelector(selector);
  let depth = 0;
  function end() {
    depth = 0;
    zone()?.classList.remove(mark);
  }
  const listen = (name, act) =>
    document.addEventListener(name, (event) => zone() && carriesFiles(event) && act(event));
  listen("dragenter", () => {
    depth += 1;
    zone().classList.add(mark);
  });
  listen("dragleave", () => {
    depth -= 1;
    if (depth <= 0) end();
  });
  listen("dragover", (event) => event.preventDefault());
  listen("drop", (event) => {
    event.preventDefault();
    const files = [...event.dataTransfer.files];
    end();
    take(zone(), files);
  });
}

// `take(input, files)` gets what is chosen in an input of files, which is empty again then.
export function onFilesChosen(selector, take) {
  document.addEventListener("change", (event) => {
    const input = event.target.closest(selector);
    if (!input) return;
    const files = [...input.files];
    input.value = "";
    take(input, files);
  });
}

// Files dropped anywhere on a record's page, or chosen in its form: sent one after the other, each with its progress,
// each with what became of it. Without this script the form sends them all at once.
import htmx from "htmx.org";
import { toast } from "./toasts.js";

const token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"];
const page = () => document.querySelector("[data-drop]");
const carriesFiles = (event) => [...(event.dataTransfer?.types || [])].includes("Files");

function row(list, name) {
  const node = list.querySelector("template").content.firstElementChild.cloneNode(true);
  node.querySelector("[data-upload-name]").textContent = name;
  list.append(node);
  return node;
}

function progress(node, done, text) {
  node.querySelector("[data-done]").style.width = `${done}%`;
  node.querySelector("progress").value = done;
  node.querySelector("[data-upload-state]").textContent = text;
}

function failed(node, why) {
  node.classList.add("is-refused");
  node.setAttribute("role", "alert");
  node.querySelector("[data-upload-state]").textContent = why;
  node.querySelector("[data-upload-close]").hidden = false;
}

function reason(request) {
  if (!request.status) return "The connection broke. Try again in a moment.";
  if (request.status === 413) return "The file is too large for this server.";
  try {
    return JSON.parse(request.responseText).refused.join(" ");
  } catch {
    return request.status === 403 ? "You may not attach files here." : "It could not be attached. Reload the page and try again.";
  }
}

function send(address, file, node) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    const data = new FormData();
    data.append("file", file, file.name);
    request.open("POST", address);
    request.setRequestHeader("X-CSRFToken", token());
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      const part = event.lengthComputable ? Math.round((event.loaded / event.total) * 100) : 0;
      progress(node, part, part < 100 ? `${part}%` : "Checking …");
    });
    request.addEventListener("loadend", () => {
      const taken = request.status === 201;
      if (taken) node.remove();
      else failed(node, reason(request));
      done(taken);
    });
    request.send(data);
  });
}

async function upload(address, files) {
  const list = document.querySelector("[data-uploads]");
  if (!list || !files.length) return;
  list.scrollIntoView({ block: "nearest" });
  const waiting = [...files].map((file) => [file, row(list, file.name)]);
  waiting.forEach(([, node]) => progress(node, 0, "Waiting …"));
  let taken = 0;
  for (const [file, node] of waiting) taken += await send(address, file, node);
  if (!taken) return;
  toast({ text: taken === 1 ? "1 file attached." : `${taken} files attached.`, level: "success" });
  htmx.ajax("GET", address, { target: "#record-files", swap: "innerHTML" });
  htmx.trigger(document.body, "record-changed");
}

// Entering a child leaves its parent: only the last leave ends the drag.
let depth = 0;
function end() {
  depth = 0;
  page()?.classList.remove("is-drop");
}
document.addEventListener("dragenter", (event) => {
  if (!page() || !carriesFiles(event)) return;
  depth += 1;
  page().classList.add("is-drop");
});
document.addEventListener("dragleave", (event) => {
  if (!page() || !carriesFiles(event)) return;
  depth -= 1;
  if (depth <= 0) end();
});
document.addEventListener("dragover", (event) => {
  if (page() && carriesFiles(event)) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  if (!page() || !carriesFiles(event)) return;
  event.preventDefault();
  const files = [...event.dataTransfer.files];
  end();
  upload(page().dataset.drop, files);
});

document.addEventListener("change", (event) => {
  const input = event.target.closest("[data-upload] input[type=file]");
  if (!input) return;
  const files = [...input.files];
  input.value = "";
  upload(input.form.dataset.upload, files);
});
document.addEventListener("click", (event) => event.target.closest("[data-upload-close]")?.closest("li").remove());

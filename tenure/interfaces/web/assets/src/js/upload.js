// Files dropped anywhere on a record's page, or chosen in its form: sent one after the other, each with its progress,
// each with what became of it. Without this script the form sends them all at once.
import htmx from "htmx.org";
import { onFilesChosen, onFilesDropped, sendFile } from "./files.js";
import { toast } from "./toasts.js";

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

async function send(address, file, node) {
  const request = await sendFile(address, file, (part, text) => progress(node, part, text), "Checking …");
  const taken = request.status === 201;
  if (taken) node.remove();
  else failed(node, reason(request));
  return taken;
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

onFilesDropped("[data-drop]", "is-drop", (page, files) => upload(page.dataset.drop, files));
onFilesChosen("[data-upload] input[type=file]", (input, files) => upload(input.form.dataset.upload, files));
document.addEventListener("click", (event) => event.target.closest("[data-upload-close]")?.closest("li").remove());

// Files sent to an import: dropped anywhere on the page or chosen, one after the other, each with its progress.
// The first file makes the draft; its answer says where the others go. Without this script the form sends them all.
import { onFilesChosen, onFilesDropped, sendFile } from "./files.js";

function row(form, name) {
  const node = form.querySelector("[data-import-row]").content.firstElementChild.cloneNode(true);
  node.querySelector("[data-upload-name]").textContent = name;
  form.querySelector("[data-import-uploads]").append(node);
  return node;
}

function show(node, part, text) {
  node.querySelector("[data-upload-bar]").style.width = `${part}%`;
  node.querySelector("[data-upload-state]").textContent = text;
}

function refuse(node, why) {
  node.classList.add("is-refused");
  node.setAttribute("role", "alert");
  node.querySelector("[data-upload-state]").textContent = why;
}

function told(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    const words = { 0: "The connection broke. Try again in a moment.", 403: "You may not import.", 413: "The file is too large for this server." };
    return { refused: [words[request.status] || "It could not be sent. Reload the page and try again."] };
  }
}

async function send(address, file, node) {
  const request = await sendFile(address, file, (part, text) => show(node, part, text), "Looking at it …");
  const answer = told(request);
  if (request.status !== 201) {
    refuse(node, (answer.refused || []).join(" "));
    return "";
  }
  show(node, 100, "Here");
  return answer.address;
}

let isSending = false;
async function upload(form, files) {
  if (isSending || !files.length) return;
  isSending = true;
  form.querySelectorAll(".is-refused").forEach((node) => node.remove());
  const most = Number(form.dataset.mostMb) * 1e6;
  let address = form.getAttribute("action");
  let refused = 0;
  let taken = 0;
  const waiting = files.map((file) => [file, row(form, file.name)]);
  waiting.forEach(([, node]) => show(node, 0, "Waiting …"));
  for (const [file, node] of waiting) {
    const next = file.size > most ? "" : await send(address, file, node);
    if (file.size > most) refuse(node, `More than ${form.dataset.mostMb} MB. Pack it (gzip, zip) or use “tenure import”.`);
    if (next) {
      address = next;
      taken += 1;
    } else refused += 1;
  }
  isSending = false;
  if (!taken) return;
  if (!refused) location.assign(address);
  else {
    const go = document.createElement("a");
    go.className = "btn btn-primary";
    go.href = address;
    go.textContent = taken === 1 ? "Go on with the other file" : `Go on with the other ${taken} files`;
    form.querySelector("[data-import-uploads]").after(go);
    go.focus();
  }
}

onFilesDropped("[data-import-drop]", "is-over", upload);
onFilesChosen("[data-import-drop] input[type=file]", (input, files) => upload(input.form, files));

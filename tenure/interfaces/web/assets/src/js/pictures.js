// A table or a funnel as a picture: what the page shows of it, drawn again.
const SCALE = 2;
const PARTS = "th, td, .funnel-name, .funnel-text, .funnel-on, .funnel-bar rect";

export function pictureOf(element, ground) {
  const whole = element.getBoundingClientRect();
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil((element.scrollWidth || whole.width) * SCALE);
  canvas.height = Math.ceil(whole.height * SCALE);
  const pen = canvas.getContext("2d");
  pen.scale(SCALE, SCALE);
  pen.fillStyle = ground;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  for (const part of element.querySelectorAll(PARTS)) drawPart(pen, part, whole);
  return canvas.toDataURL("image/png");
}

function drawPart(pen, part, whole) {
  const box = part.getBoundingClientRect();
  const style = getComputedStyle(part);
  const [left, top] = [box.left - whole.left, box.top - whole.top];
  pen.fillStyle = part.tagName === "rect" ? style.fill : style.backgroundColor;
  pen.fillRect(left, top, box.width, box.height);
  if (part.tagName === "rect") return;
  if (style.borderBottomWidth !== "0px") {
    pen.fillStyle = style.borderBottomColor;
    pen.fillRect(left, top + box.height - 1, box.width, 1);
  }
  const isRight = style.textAlign === "right" || style.textAlign === "end";
  pen.fillStyle = style.color;
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  pen.textAlign = isRight ? "right" : "left";
  pen.textBaseline = "middle";
  const across = isRight ? box.right - whole.left - parseFloat(style.paddingRight) : left + parseFloat(style.paddingLeft);
  pen.fillText(part.textContent.trim(), across, top + box.height / 2);
}

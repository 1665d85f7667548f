// The words of this page, and small pieces of page.

export const boot = JSON.parse(document.getElementById("boot").textContent);

/** A sentence with its holes filled. */
export const say = (key, holes = {}) =>
  (boot.words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => (name in holes ? String(holes[name]) : whole));

/** An element: `el("p", {class: "x"}, "text", child)`. Text is text, never markup. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child != null && child !== false));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

/** An SVG element. */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

const PATHS = {
  left: "M19 12H5m6-6-6 6 6 6",
  right: "M5 12h14m-6-6 6 6-6 6",
  up: "M12 19V5m-6 6 6-6 6 6",
  close: "m6 6 12 12M18 6 6 18",
  screen: "M3 5h18v11H3zM8 20h8m-4-4v4",
};

/** A picture without a name of its own: words stand beside it. */
export const icon = (name) =>
  svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: PATHS[name] }));

/** The word of a side. */
export const sideWord = (side) => say(side);

/** “You: agree, with a reservation”, in the colours of the side. */
export function mark(answer) {
  if (!answer?.side) return el("span", { class: "mark" }, say("not_answered"));
  const text = say(answer.reservation ? "given_reserved" : "given", { side: sideWord(answer.side) });
  return el("span", { class: `mark mark-${answer.side}` }, text);
}

// The words of this page, and small pieces of page.

export const boot = JSON.parse(document.getElementById("boot").textContent);

/** A sentence with its holes filled. */
export const say = (key, holes = {}) => (boot.words[key] ?? key).replace(/\{(\w+)\}/g, (hole, name) => holes[name] ?? hole);

/** An element: `el("p", {class: "x"}, "text", child)`. Text is text, never markup. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElementNS(`http://www.w3.org/${/^(svg|path)$/.test(tag) ? "2000/svg" : "1999/xhtml"}`, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child));
  return node;
}

const PATHS = {
  left: "M19 12H5m6-6-6 6 6 6",
  right: "M5 12h14m-6-6 6 6-6 6",
  close: "m6 6 12 12M18 6 6 18",
  screen: "M3 5h18v11H3zM8 20h8m-4-4v4",
};

/** A picture without a name of its own: words stand beside it. */
export const icon = (name) => el("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, el("path", { d: PATHS[name] }));

export const button = (kind, key, click, type = "button") => el("button", { class: `button ${kind}`, type, click }, say(key));

/** “You: agree, with a reservation”, in the colours of the side. */
export function mark({ side, reservation } = {}) {
  const text = side ? say(reservation ? "given_reserved" : "given", { side: say(side) }) : say("not_answered");
  return el("span", { class: `chip mark mark-${side}` }, text);
}

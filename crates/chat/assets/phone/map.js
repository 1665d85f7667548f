// Where the room stands, and where this voice stands in it. Loaded with the first map: the deck works without it.

import { pinSign, plane, sign } from "../map/plane.js";
import { el, say } from "./words.js";

const style = el("link", { rel: "stylesheet", href: new URL("map.css", import.meta.url) });
// Shown only in its own style; should that not come, in the page's.
await new Promise((done) => {
  style.onload = style.onerror = done;
  document.head.append(style);
});

const percent = (share) => `${Math.round(share * 100)}%`;

/** A take and the side it is answered with. */
const stand = ({ side, share, text }) =>
  el(
    "li",
    { class: `stand ${side}` },
    el("i", { class: "swatch" }),
    el("p", {}, el("b", {}, share != null && `${percent(side === "agree" ? share : 1 - share)} `, say(side)), " ", el("bdi", {}, text)),
  );

const stands = (list) => list.length > 0 && el("ul", { role: "list", class: "stands" }, ...list.map(stand));

const group = (it) => el("section", {}, el("h3", { class: "map-head" }, sign(it), el("span", {}, it.say)), stands(it.stands));

let told;

/** Puts the map into a slot, with a pin at the voice's own place if it has one. */
export function chart(slot, map, here) {
  const key = JSON.stringify([map, here]);
  if (key === told) return;
  told = key;
  if (!map?.cells.length) return slot.replaceChildren();
  const { groups, unite } = map;
  const own = here?.x == null ? null : here;
  const name = [map.say, ...groups.map((it) => it.say), here?.say].filter(Boolean).join(" ");
  slot.replaceChildren(
    el(
      "article",
      { class: "outcome map" },
      el("h2", { class: "map-head" }, own && pinSign(), el("span", {}, say(own ? "here" : "map"))),
      el("p", { dir: "auto" }, map.say),
      plane(map, { name, letter: 10, own }).el,
      here?.say && el("p", { class: "say", dir: "auto" }, here.say),
      own && el("p", { class: "muted" }, say("here_only")),
      el("p", { class: "muted" }, say("map_how")),
      unite.length > 0 && el("section", {}, el("h3", {}, say("unite")), stands(unite)),
      ...groups.map(group),
    ),
  );
}

// The big screen: shows the newest frame, and nothing it was not sent.
import { h, put } from "./parts.js";
import { build } from "./views.js";
import { line } from "./line.js";

const id = (name) => document.getElementById(name);
const root = document.documentElement;
const { socket, recap_qr, address, words, frame: first } = JSON.parse(id("screen").textContent);
const [upper, foot, join, recap] = ["upper", "foot", "join", "recap"].map(id);

let seen = -1;
let key;
let scene;
let told;
let follow;

/** What makes a view another one; counts are left out, they only move numbers. */
const shape = ({ view, title, series, mode, language, panel, take, wrap_up, map, recap: path }) =>
  JSON.stringify([view, title, series, mode, language, panel, wrap_up, path, ...(view === "map" ? [map] : [take?.id, take?.text, take?.takeaway, take?.truths])]);

const narrow = matchMedia("(width <= 860px)");

const fits = () => narrow.matches || root.scrollHeight <= innerHeight;

/** The largest type that fits, down to a scale in percent. */
const typeFits = (least) => {
  for (let scale = 100; scale >= least; scale -= 5) {
    root.style.setProperty("--k", scale / 100);
    if (fits()) return true;
  }
};

/** Steps the type down until all of it fits; nothing is ever cut off. A narrow window scrolls instead. */
const fit = () => {
  // Lines that a view can do without go before the type gets small, those of the highest number first; those of
  // number 0 go only where the smallest type is not enough.
  const spare = [...document.querySelectorAll("[data-spare]")].sort((a, b) => a.dataset.spare - b.dataset.spare);
  for (const line of spare) line.hidden = false;
  const gone = [];
  while (!typeFits(spare.at(-1)?.dataset.spare > 0 ? 85 : 40) && spare.length) {
    gone.unshift(spare.pop());
    gone[0].hidden = true;
  }
  // Some of them stood where there is room.
  for (const line of gone) {
    line.hidden = false;
    line.hidden = !fits();
  }
};

const announce = ({ view, title, take, map, say }) => {
  const lines = {
    take: [say.step, take?.text],
    closed: [words.closed, say.answered],
    result: [take?.result?.say, say.answered, say.reservations, say.interval],
    map: [map?.say, ...(map?.groups ?? []).flatMap((group) => [group.say, ...group.stands.map((it) => it.say)])],
    wrap_up: [words.wrap_up],
    ended: [words.thanks],
    blank: [words.blank],
  }[view] ?? [title];
  id("live").replaceChildren(...lines.filter(Boolean).map((text) => h("p", "", text)));
};

const corner = ({ view, recap: path }) => {
  const ready = Boolean(path) && /wrap_up|ended/.test(view);
  join.hidden = ready || /blank|ended/.test(view);
  recap.hidden = !ready;
  if (ready) recap.querySelector("img").src = recap_qr;
  // A long address breaks after a dot or a slash, not within a word.
  id("recap-address").replaceChildren(...(address + (path ?? "")).split(/(?<=[./])/).flatMap((part) => [part, h("wbr")]));
};

const show = (frame) => {
  const { view, take, say } = frame;
  // The bar moves once: when the take was here, without its result, the moment before.
  const fresh = view === "result" && scene === `take ${take.id}`;
  const now = shape(frame);
  if (now !== key) {
    const next = view === "map" ? view : `${view === "closed" ? "take" : view} ${take?.id ?? ""}`;
    document.body.dataset.view = view;
    root.lang = frame.language;
    put(id("title"), view === "lobby" ? "" : [frame.series, frame.title].filter(Boolean).join(" · "));
    put(id("step"), view === "map" ? "" : say.step);
    document.title = [say.step, frame.title].filter(Boolean).join(" · ");
    const made = build(frame, words, fresh);
    upper.replaceChildren(...made.upper.filter(Boolean));
    foot.replaceChildren(...made.foot.filter(Boolean));
    foot.hidden = !foot.firstChild;
    corner(frame);
    upper.classList.toggle("enter", Boolean(key) && next !== scene);
    foot.classList.toggle("enter", fresh);
    const news = view === "map" ? frame.map?.say : view + take?.id;
    if (key && told !== news) announce(frame);
    told = news;
    [key, scene, follow] = [now, next, made.follow];
    follow(frame);
    fit();
  } else if (follow(frame)) {
    fit();
  }
  seen = frame.v;
};

show(first);

let lost;
line(socket, {
  frame: (frame) => frame.v >= seen && show(frame),
  state(open) {
    // A server restored from a backup may count from an older number.
    if (open) seen = -1;
    if (open) lost = clearTimeout(lost);
    else lost ??= setTimeout(() => put(id("lost"), words.lost), 3000);
    if (open) put(id("lost"), "");
  },
});

const full = () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen?.());
const theme = () => {
  root.dataset.theme = root.dataset.theme === "light" ? "dark" : "light";
  // Kept in the address, so that a reload in a bright room stays bright.
  const url = new URL(location.href);
  url.searchParams.set("theme", root.dataset.theme);
  history.replaceState(null, "", url);
};
id("controls").hidden = false;
id("full").onclick = full;
id("theme").onclick = theme;
addEventListener("keydown", ({ key: pressed, repeat, ctrlKey, altKey, metaKey }) => {
  if (repeat || ctrlKey || altKey || metaKey) return;
  ({ f: full, t: theme })[pressed.toLowerCase()]?.();
});

let idle;
addEventListener("pointermove", () => {
  root.classList.add("pointing");
  clearTimeout(idle);
  idle = setTimeout(() => root.classList.remove("pointing"), 2500);
});

addEventListener("resize", fit);
document.fonts.ready.then(fit);

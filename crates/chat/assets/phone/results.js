// You and the room, after the reveal. Common ground comes first.

import { el, mark, say } from "./words.js";

/** How far the interval stays from one half: common ground has most of it, either way. */
const ground = ({ interval }) => (interval ? Math.max(interval[0] - 0.5, 0.5 - interval[1]) : -1);
const percent = (share) => `${Math.round(share * 100)}%`;

let serial = 0;

function bar({ share, interval }) {
  const id = `bar-${(serial += 1)}`;
  const at = (share) => `${100 - share * 100}%`;
  const left = at(share);
  const [low, high] = interval.map(at);
  const hatch = el("pattern", { id, width: 9, height: 9, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, el("path", { class: "h", d: "M0 0V9" }));
  const piece = (attributes) => el("rect", { y: 0, height: "100%", rx: 6, ...attributes });
  const line = (kind, x1, x2, y1, y2) => el("line", { class: kind, x1, x2, y1, y2 });
  const likely = (kind) => line(kind, high, low, "50%", "50%");
  return el(
    "svg",
    { class: "bar", role: "img", "aria-label": `${say("disagree")} ${percent(1 - share)}, ${say("agree")} ${percent(share)}` },
    el("defs", {}, hatch),
    piece({ class: "l", x: 0, width: left }),
    piece({ fill: `url(#${id})`, x: 0, width: left }),
    piece({ class: "r", x: left, width: `${share * 100}%` }),
    line("m", "50%", "50%", -4, "calc(100% + 4px)"),
    likely("w"),
    likely("i"),
  );
}

const number = (share, side) => el("span", { class: side }, percent(share), " ", el("small", {}, say(side)));

/** One revealed take. */
export function outcome(take, answer, isNow, isOver) {
  const { result } = take;
  const { share, interval } = result;
  const shown = !result.withheld && share != null;
  const standing = answer?.truth?.standing;
  const fact = (is, key, holes) => is && el("p", {}, say(key, holes));
  return el(
    "article",
    { class: isNow ? "outcome outcome-now" : "outcome" },
    el("h3", { dir: "auto" }, take.text),
    shown && el("div", { class: "numbers", "aria-hidden": "true", dir: "ltr" }, number(1 - share, "disagree"), number(share, "agree")),
    shown && bar(result),
    el("p", { class: "say" }, result.say),
    mark(answer),
    el(
      "div",
      { class: "facts" },
      fact(true, "answered", { n: result.answered }),
      fact(result.reservations, "reservations", { n: result.reservations }),
      fact(interval, "interval", { low: percent(interval?.[0]), high: percent(interval?.[1]) }),
      fact(standing, isOver && standing === "waiting" ? "truth_over" : `truth_${standing}`),
    ),
  );
}

/** All revealed takes but the one on the screen. */
export function outcomes(room, answers, now) {
  const revealed = room.takes.filter((take) => take.result && take !== now);
  revealed.sort((a, b) => ground(b.result) - ground(a.result) || a.n - b.n);
  const isOver = room.phase === "ended";
  const nodes = revealed.map((take) => outcome(take, answers.get(take.id), false, isOver));
  if (nodes.length) nodes.unshift(el("h2", {}, say("results")));
  if (nodes.length && isOver) nodes.splice(1, 0, summary(room, answers));
  return nodes;
}

function summary({ takes, of }, answers) {
  const mine = takes.filter((take) => answers.get(take.id)?.side);
  const most = mine.filter(({ id, result }) => (result?.share - 0.5) * { agree: 1, disagree: -1, pass: 0 }[answers.get(id).side] > 0);
  return el("p", { class: "muted" }, say("summary", { n: mine.length, of, k: most.length }));
}

// You and the room, after the reveal. Common ground comes first.

import { el, mark, say } from "./words.js";

/** How far the interval stays from one half: common ground has most of it, either way. */
const ground = ({ interval }) => (interval ? Math.max(interval[0] - 0.5, 0.5 - interval[1]) : -1);
const percent = (share) => `${Math.round(share * 100)}%`;

function bar({ share, interval }) {
  const [low, high] = interval;
  const piece = (name, left, width) => {
    const node = el("i", { class: name });
    Object.assign(node.style, { left: percent(left), width: percent(width) });
    return node;
  };
  const label = `${say("disagree")} ${percent(1 - share)}, ${say("agree")} ${percent(share)}`;
  return el("div", { class: "bar", role: "img", "aria-label": label }, piece("left", 0, 1 - share), piece("right", 1 - share, share), piece("likely", 1 - high, high - low));
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
    el(isNow ? "h2" : "h3", { dir: "auto" }, take.text),
    shown && el("div", { class: "numbers", "aria-hidden": "true", dir: "ltr" }, number(1 - share, "disagree"), number(share, "agree")),
    shown && bar(result),
    el("p", { class: "say" }, result.say),
    mark(answer),
    el(
      "div",
      { class: "facts" },
      ...(result.groups ?? []).map(({ name, share: part }) => fact(true, "group_share", { name, share: percent(part) })),
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

// You and the room, after the reveal. Common ground comes first.

import { el, mark, say, svg } from "./words.js";

/** How far the interval stays from one half: common ground has most of it, either way. */
const ground = ({ interval }) => (interval ? Math.max(interval[0] - 0.5, 0.5 - interval[1]) : -1);

let serial = 0;

function bar(result) {
  const right = result.share * 100;
  const id = `bar-hatch-${(serial += 1)}`;
  const hatch = svg("pattern", { id, width: 9, height: 9, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, svg("path", { class: "h", d: "M0 0V9" }));
  const label = `${say("disagree")} ${100 - Math.round(right)}%, ${say("agree")} ${Math.round(right)}%`;
  const piece = (attributes) => svg("rect", { y: 0, height: "100%", rx: 6, ...attributes });
  return svg(
    "svg",
    { class: "bar", role: "img", "aria-label": label },
    svg("defs", {}, hatch),
    right < 100 ? piece({ class: "l", x: 0, width: `${100 - right}%` }) : "",
    right < 100 ? piece({ fill: `url(#${id})`, x: 0, width: `${100 - right}%` }) : "",
    right > 0 ? piece({ class: "r", x: `${100 - right}%`, width: `${right}%` }) : "",
    svg("line", { class: "m", x1: "50%", x2: "50%", y1: -4, y2: "calc(100% + 4px)" }),
  );
}

function truthLine(answer) {
  const standing = answer?.truth?.standing;
  return standing ? el("p", {}, say(`truth_${standing}`)) : null;
}

/** One revealed take. */
export function outcome(take, answer, isNow) {
  const { result } = take;
  const shown = !result.withheld && result.share != null;
  const agree = Math.round((result.share ?? 0) * 100);
  return el(
    "article",
    { class: isNow ? "outcome outcome-now" : "outcome" },
    el("h3", { dir: "auto" }, take.text),
    shown && el("div", { class: "numbers", "aria-hidden": "true", dir: "ltr" }, el("span", {}, `${100 - agree}% `, el("small", {}, say("disagree"))), el("span", {}, el("small", {}, say("agree")), ` ${agree}%`)),
    shown && bar(result),
    el("p", { class: "say" }, result.say),
    mark(answer),
    el(
      "div",
      { class: "facts" },
      el("p", {}, say("answered", { n: result.answered })),
      result.reservations ? el("p", {}, say("reservations", { n: result.reservations })) : null,
      truthLine(answer),
    ),
  );
}

/** All revealed takes, the one on the screen first, then common ground, then what splits. */
export function outcomes(room, answers) {
  const revealed = room.takes.filter((take) => take.state === "revealed" && take.result);
  const now = room.phase === "live" ? revealed.find((take) => take.id === room.focus) : null;
  const rest = revealed.filter((take) => take !== now).sort((a, b) => ground(b.result) - ground(a.result) || a.n - b.n);
  const nodes = now ? [outcome(now, answers.get(now.id), true)] : [];
  if (rest.length) nodes.push(el("h2", {}, say("results")), ...rest.map((take) => outcome(take, answers.get(take.id), false)));
  return nodes;
}

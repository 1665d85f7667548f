// The opinion map on the big screen: where the voices stand, what each group stands for, what unites and what divides.
import { bar, formats, glide, h, typed } from "./parts.js";
import { plane, sign } from "../map/plane.js";

/** What was drawn last: the next map moves on from there. */
let last;

/** A share of agreement, as one small bar with the letter of its group. */
const camp = ({ share, ...group }, words, language) => {
  const split = bar("small");
  split.set(share);
  const number = h("span", "number", formats(language).percent.format(share));
  const row = h("li", "camp", sign(group), split.el, h("p", "share agree", number, " ", h("span", "word", words.agree)));
  row.dir = "ltr";
  return row;
};

/** The groups' shares on a take, each with its letter. */
export const camps = (shares, words, language) => h("ul", "camps", ...shares.map((it) => camp(it, words, language)));

/** A line that may be left out where room is short: the last of each list first, the first of each only in need. */
const spare = (item, n) => {
  item.dataset.spare = n;
  return item;
};

/** A take and the side it is answered with. */
const stand = ({ side, share, text }, n, words, language) => {
  const most = share == null ? "" : formats(language).percent.format(side === "agree" ? share : 1 - share);
  const given = h("b", "", [most, words[side]].filter(Boolean).join(" "));
  return spare(h("li", `stand ${side}`, h("i", "swatch"), h("p", "", given, " ", typed("bdi", "", text))), n);
};

const list = (cls, label, items) => h("section", cls, h("h2", "", ...label), items.length > 0 && h("ul", "", ...items));

export const map = ({ map: found, language }, words) => {
  const { say, cells = [], groups = [], unite = [], divide = [] } = found ?? {};
  const named = (shares) => shares.map((it) => ({ ...groups.find(({ g }) => g === it.g), ...it }));
  const drawing = cells.length > 0 && plane({ cells, groups }, { name: [say, ...groups.map((it) => it.say)].join(" ") });
  if (drawing && last) {
    const before = last;
    glide(1400, (t) => drawing.move(before, t));
  }
  last = drawing?.scene ?? last;
  const stands = groups.map((it) => list("group", [sign(it), h("span", "", it.say)], it.stands.map((one, n) => stand(one, n, words, language))));
  const apart = divide.map((it, n) => spare(h("li", "", typed("p", "", it.text), it.shares.length > 0 && camps(named(it.shares), words, language)), n));
  const common = unite.map((it, n) => stand(it, n, words, language));
  const found_out = h("div", "found-out", common.length > 0 && list("unite", [words.unite], common), apart.length > 0 && list("divide", [words.divide], apart));
  const atlas =
    drawing && h("div", groups.length ? "atlas" : "atlas cloud", h("div", "draws", drawing.el), h("p", "how", words.map_how), groups.length > 0 && h("div", "stands", ...stands), found_out);
  return { upper: [typed("h1", "take", say), atlas || found_out] };
};

// One function per view. Each returns what to show and how to follow the next frame of the same view; following says
// whether the view grew.
import { bar, formats, glide, h, put, typed } from "./parts.js";
import { camps, map } from "./map.js";

/** Headline sizes in rem: up to 40, 72, 105 characters, and longer. */
const sizes = { lobby: [6, 4.6, 3.6, 3.6], result: [5, 4.3, 3.6, 3.2], take: [7.6, 6.6, 5.4, 4.7] };

/** A headline steps down with its length, so that takes of like length look alike. */
const headline = (text, how = "take") => {
  const el = typed("h1", "take", text);
  const { length } = [...text];
  const step = [40, 72, 105].filter((most) => length > most).length;
  el.style.setProperty("--size", `${sizes[how][step]}rem`);
  return el;
};

const lobby = (frame, words) => {
  const count = (label) => {
    const number = h("dd");
    return [number, h("div", "", h("dt", "", label), number)];
  };
  const [joined, one] = count(words.joined);
  const [connected, two] = count(words.connected);
  const people = frame.panel.map((who) =>
    h("li", "", typed("strong", "", who.name), typed("span", "", [who.role, who.place].filter(Boolean).join(", "))),
  );
  const list = h("ul", people.length > 4 ? "many" : "", ...people);
  return {
    upper: [
      frame.series && typed("p", "series", frame.series),
      headline(frame.title, "lobby"),
      people.length > 0 && h("div", "panel", h("h2", "", words.panel), list),
      h("div", "ground", h("dl", "counts", one, two), h("p", "quiet", words[`mode_${frame.door === "signed" ? "signed_" : ""}${frame.mode}`])),
    ],
    follow({ joined: all, connected: now, language }) {
      const { whole } = formats(language);
      put(joined, whole.format(all));
      put(connected, whole.format(now));
    },
  };
};

const take = (frame, words) => {
  const ring = h("i", "ring");
  const answered = h("p", "big");
  const closed = frame.view === "closed";
  const side = (cls, text) => h("li", cls, h("i", "swatch"), text);
  const sides = h("ul", "sides", side("disagree", words.swipe_disagree), side("agree", words.swipe_agree));
  sides.dir = "ltr";
  return {
    upper: [
      headline(frame.take.text),
      h(
        "div",
        "ground",
        h("div", "progress", ring, h("div", "", closed && h("p", "closed", words.closed), answered)),
        closed ? h("p", "quiet", words.next) : sides,
      ),
    ],
    follow({ take: now, joined, say }) {
      ring.style.setProperty("--part", `${joined ? (100 * now.answered) / joined : 0}%`);
      put(answered, say.answered);
    },
  };
};

/** The two numbers beside their words; `set` keeps them summing to 100. */
const shares = (words, language, word = "word") => {
  const { percent } = formats(language);
  const side = (cls, label) => {
    const number = h("span", "number");
    return [number, h("p", `share ${cls}`, number, " ", h("span", word, label))];
  };
  const write = (el, value) =>
    el.replaceChildren(
      ...percent.formatToParts(value).map(({ type, value: part }) => (type === "integer" ? part : h("small", "", part))),
    );
  const [left, no] = side("disagree", words.disagree);
  const [right, yes] = side("agree", words.agree);
  return {
    no,
    yes,
    set(share) {
      const agree = Math.round(share * 100) / 100;
      write(left, 1 - agree);
      write(right, agree);
    },
  };
};

const truth = (side, words, said) =>
  h(
    "figure",
    `truth ${side}`,
    h(
      "figcaption",
      "",
      h("i", "swatch"),
      h("h2", "", words[`why_${side}`]),
      said.by && typed("cite", "", said.by),
      said.reservation && h("span", "but", words.reservation),
    ),
    typed("blockquote", "", said.words),
  );

const result = (frame, words, fresh) => {
  const { take: now, language } = frame;
  const { whole } = formats(language);
  const split = bar("large");
  const numbers = shares(words, language);
  const verdict = h("p", "verdict");
  const row = h("div", "numbers", numbers.no, verdict, numbers.yes);
  row.dir = "ltr";
  const facts = ["answered", "reservations", "pass", "interval"].map((name) => h("li", name));
  const [answered, reservations, pass, interval] = facts;
  const mark = h("i", "whisker");
  const { agree, disagree } = now.truths ?? {};
  const said = h("div", "truths", disagree && truth("disagree", words, disagree), agree && truth("agree", words, agree));
  said.dir = "ltr";
  let stop = () => {};
  let moving = fresh;
  // Groups are found a moment after the reveal.
  const groups = h("div", "");
  let told = "[]";
  return {
    upper: [headline(now.text, "result"), h("div", "outcome", row, split.el, groups, h("ul", "facts", ...facts))],
    foot: [
      now.takeaway && h("div", "takeaway", h("h2", "", words.takeaway), typed("p", "", now.takeaway)),
      (agree || disagree) && said,
    ],
    follow({ take: { result: got }, say }) {
      const known = got?.share != null;
      split.el.hidden = numbers.no.hidden = numbers.yes.hidden = !known;
      row.classList.toggle("alone", !known);
      put(verdict, got?.say);
      put(answered, say.answered);
      put(reservations, say.reservations);
      put(pass, got?.pass ? `${words.pass}: ${whole.format(got.pass)}` : "");
      put(interval, known ? say.interval : "");
      if (!interval.hidden) interval.prepend(mark);
      const found = JSON.stringify(got?.groups ?? []);
      const grew = found !== told;
      if (grew) groups.replaceChildren(...(found === "[]" ? [] : [camps(got.groups, words, language)]));
      told = found;
      if (!known) return grew;
      stop();
      const at = (share) => {
        split.set(share, got.interval);
        numbers.set(share);
      };
      split.el.classList.toggle("moves", moving);
      if (moving) stop = glide(700, (t) => at(t < 1 ? 0.5 + (got.share - 0.5) * t : got.share));
      else at(got.share);
      moving = false;
      return grew;
    },
  };
};

const wrapUp = ({ wrap_up: found, language }, words) => {
  const line = (take) => {
    const split = bar("small");
    const numbers = shares(words, language, "visually-hidden");
    const row = h("div", "mini", numbers.no, split.el, numbers.yes);
    row.dir = "ltr";
    split.set(take.share);
    numbers.set(take.share);
    return h("li", "", typed("p", "", take.text), row);
  };
  const list = (label, takes) => takes.length > 0 && h("section", "", h("h2", "", label), h("ol", "", ...takes.map(line)));
  return {
    upper: [
      h("h1", "take", words.wrap_up),
      found?.agreed.length || found?.split.length
        ? h("div", "found", list(words.agreed, found.agreed), list(words.split, found.split))
        : h("p", "say", words.nothing),
    ],
  };
};

const ended = (frame, words) => ({
  upper: [headline(words.thanks), h("p", "say", frame.recap ? words.recap_ready : words.recap_later)],
});

const blank = (frame, words) => ({ upper: [h("h1", "visually-hidden", words.blank)] });

const views = { lobby, take, closed: take, result, map, wrap_up: wrapUp, ended, blank };

/** Builds the view of a frame; one that only a newer server knows falls back to the lobby. */
export const build = (frame, words, fresh) => ({ foot: [], follow() {}, ...(views[frame.view] ?? lobby)(frame, words, fresh) });

// The phone: what the server says, what the queue holds, and what is on the page.

import { Deck } from "./deck.js";
import { Link } from "./link.js";
import { Queue } from "./queue.js";
import { outcome, outcomes } from "./results.js";
import { why } from "./why.js";
import { boot, button, el, icon, mark, say } from "./words.js";

const $ = (id) => document.getElementById(id);
const main = $("main");

let room = boot.room;
let seq = boot.seq;
let saved = new Map(); // take id → the entry of `mine` that the server has on disk
// The same, with what waits on this phone laid over it.
let answers = new Map();
// The last answer, while it can be taken back by one press.
let undoable = null;
// The take whose why-sheet lies over the deck.
let sheet = null;
// The take that was picked up again.
let changing = null;
// Where this voice stands on the map; nobody else is told.
let here = null;
let notice = "";
let gone = null;
// The timer of the next question what became of truths.
let asking = 0;

// Seq → what to do when the server has it.
const told = new Map();
const queue = new Queue(boot.voice);
const link = new Link(boot, queue, {
  welcome(frame) {
    seq = Math.max(seq, frame.seq);
    known(frame.mine);
    here = null;
    room = frame.room;
    render();
  },
  room(frame) {
    if (frame.v < room.v) return;
    const isSame = JSON.stringify(frame.takes) === JSON.stringify(room.takes);
    const wasOver = room.phase === "ended";
    // Whoever has a place on the new map is told after it.
    if (JSON.stringify(frame.map) !== JSON.stringify(room.map)) here = null;
    for (const take of frame.takes) if (take.result && take.id === undoable?.id) undoable = null;
    room = frame;
    if (isSame || (room.phase === "ended" && !wasOver)) askForTruths();
    render();
  },
  saved(command) {
    if (command) overlay(saved, command);
    told.get(command?.seq)?.();
    foot();
  },
  lost: () => foot(),
  here(frame) {
    here = frame;
    render();
  },
  refused(frame) {
    notice = frame.say;
    speak(frame.say);
    lay();
    render();
  },
  gone(frame) {
    gone = frame;
    render();
  },
});

/** A move that changed no take may have put this phone's truth on the screen: asks, at a moment of its own. */
function askForTruths() {
  const waits = [...saved.values()].some(({ truth }) => truth && truth.standing !== "set_aside");
  if (!waits || asking) return;
  asking = setTimeout(() => {
    asking = 0;
    if (link.ready && !queue.size) link.renew();
  }, 500 + 4_000 * Math.random());
}

/** What the server knows, with what still waits on this phone laid over it. */
function known(mine) {
  saved = new Map(mine.map((entry) => [entry.take, entry]));
  lay();
}

function lay() {
  answers = new Map(saved);
  for (const command of queue.all()) {
    seq = Math.max(seq, command.seq);
    overlay(answers, command);
  }
}

function overlay(map, { t, take, seq, side, reservation, words, quotable, named }) {
  const before = map.get(take) ?? {};
  if (t === "truth") map.set(take, { ...before, truth: words ? { words, side: before.side, quotable, named, standing: "waiting" } : null });
  else if (!(before.seq > seq)) map.set(take, { ...before, seq, side: side === "none" ? null : side, reservation });
}

/** The next number of this voice. Its windows share the last one, so that the newest answer has the highest. */
function next() {
  const shared = `candor-seq-${boot.voice}`;
  try {
    seq = Math.max(seq, Number(localStorage.getItem(shared)) || 0) + 1;
    localStorage.setItem(shared, seq);
  } catch {
    seq += 1; // no shared storage: the server tells two answers with one number apart
  }
  return seq;
}

/** Keeps a command on this phone first, then sends it. */
async function command(body) {
  const numbered = { ...body, seq: next() };
  overlay(answers, numbered);
  const kept = queue.put(numbered);
  foot();
  link.send(await kept);
}

const swipe = (take, side, reservation = false) => command({ t: "swipe", take: take.id, side, reservation });

function answered(take, side) {
  notice = "";
  changing = null;
  undoable = take;
  swipe(take, side);
  const then = waiting()[0];
  const word = say({ agree: "agreed", disagree: "disagreed", pass: "passed" }[side]);
  speak(then ? say("said", { side: word, n: then.n, of: room.of, take: then.text }) : `${word} ${say("look_up")}`);
  sheet = then ? take.id : null;
  render();
}

function undo() {
  const take = undoable;
  if (!take) return;
  undoable = null;
  sheet = null;
  swipe(take, "none");
  speak(say("undone", { take: take.text }));
  render();
}

/** Picks up the card of a take again, or puts it back; the answer counts until there is another one. */
function change(id) {
  changing = id;
  sheet = null;
  undoable = null;
  render();
}

const byId = (id) => room.takes.find((take) => take.id === id);
const sideOn = (take) => take && answers.get(take.id)?.side;
const isOpen = (take) => take?.state === "open";

/** Takes that wait for an answer of this voice, in order; one picked up again comes first. */
function waiting() {
  const open = room.takes.filter(isOpen);
  return [...open.filter((take) => take.id === changing), ...open.filter((take) => take.id !== changing && !sideOn(take))];
}

const deck = new Deck(answered);
const small = (key, click) => button("button-small", key, click);
const way = (side, before, after) => el("button", { class: `answer answer-${side}`, type: "button", click: () => deck.answer(side) }, before && icon(before), say(side), after && icon(after));
const buttons = el("div", { class: "answers", dir: "ltr" }, way("disagree", "left"), way("pass"), way("agree", null, "right"));
const undoButton = small("undo", undo);
const changeButton = small("change", () => change(room.focus));
const keepButton = small("keep", () => change(null));
const whyButton = small("why", () => {
  sheet = undoable.id;
  render();
});
const row = $("queue").parentNode;
const toast = el("p", { class: "toast", hidden: true });
const stage = el("div", { class: "stage" }, deck.node, buttons, el("p", { class: "key-hint" }, say("keys")));
const [head, reasons, others, spot, tail] = ["head", "why", "others", "map", "tail"].map((name) => el("div", { class: `wait wait-${name}` }));
const wait = el("div", { class: "wait" }, head, reasons, others, spot, tail);

const sheetActions = {
  reserve(take, on) {
    if (!sideOn(take)) return;
    swipe(take, sideOn(take), on);
    for (const node of document.querySelectorAll(`.why[data-take="${take.id}"]`)) node.mark(answers.get(take.id));
  },
  tell(take, truth, then) {
    command({ t: "truth", take: take.id, ...truth });
    told.set(seq, then);
  },
  close() {
    sheet = null;
    render();
    whyButton.focus();
  },
};

/** The why-sheet of a take, kept while it is the same, so that typing is never interrupted. */
function whySheet(parent, take, over) {
  const answer = take && answers.get(take.id);
  const old = parent.querySelector(".why");
  const wanted = answer?.side && room.phase === "live" ? take.id + answer.side : "";
  if ((old?.dataset.key ?? "") !== wanted) {
    old?.remove();
    if (wanted) parent.append(why({ take, answer, isNamed: room.mode === "named", over, on: sheetActions }));
    if (wanted) parent.lastChild.dataset.key = wanted;
  }
  parent.querySelector(".why-reservation")?.toggleAttribute("hidden", !isOpen(take));
}

function lookUp(take) {
  const state = room.phase === "live" ? ({ open: "take", closed: "closed" }[take?.state] ?? "lobby") : room.phase;
  return el("section", { class: "look" }, icon("screen"), el("h2", {}, say(state === "ended" ? "ended" : "look_up")), el("p", {}, say(`look_up_${state}`)), room.recap && el("a", { class: "button button-primary", href: room.recap }, say("recap")));
}

/** An answer that is not on the screen now. */
function other(take) {
  return el("li", {}, el("p", { dir: "auto" }, take.text), mark(answers.get(take.id)), isOpen(take) && small("change", () => change(take.id)));
}

function waitPage() {
  const focus = byId(room.focus);
  const now = focus?.result && room.phase === "live" ? focus : null;
  // The result is what everybody looks at; the reason comes after it.
  head.replaceChildren(now ? outcome(now, answers.get(now.id), true) : lookUp(focus));
  whySheet(reasons, focus, false);
  const rest = room.takes.filter((take) => take !== focus && !take.result && sideOn(take));
  others.replaceChildren(...(rest.length ? [el("h2", {}, say("answers")), el("ul", { role: "list" }, ...rest.map(other))] : []));
  tail.replaceChildren(...outcomes(room, answers, now));
  // Its module comes with the first map, after a reveal: a deck has none.
  if (room.map?.cells[0] || spot.firstChild) import(new URL("map.js", import.meta.url)).then(({ chart }) => chart(spot, room.map, here), () => {});
  changeButton.hidden = !isOpen(focus);
  const tools = wait.querySelector(".why-tools") ?? row;
  place(tools, changeButton);
  // Beside another take's answer it would seem to undo that one.
  place(undoable?.id === focus?.id ? tools : row, undoButton);
}

/** Moves buttons, if they are not there: a button that moves loses the focus. */
function place(parent, ...nodes) {
  for (const node of nodes) if (node.parentNode !== parent) parent.append(node);
}

function header() {
  const live = $("live");
  live.textContent = say(room.phase);
  live.dataset.phase = room.phase;
  const bar = $("progress");
  bar.hidden = room.of < 2;
  const isDone = (take) => take && (!isOpen(take) || sideOn(take));
  const now = waiting()[0] ?? (room.phase === "live" ? byId(room.focus) : null);
  const segment = (take) => el("i", { class: take && take.id === now?.id ? "now" : isDone(take) ? "done" : "" });
  bar.replaceChildren(...Array.from({ length: room.of }, (_, i) => segment(room.takes.find(({ n }) => n === i + 1))));
  bar.ariaValueNow = room.takes.filter(isDone).length;
  document.title = now ? `${say("title_take", { n: now.n, of: room.of })} · ${room.title}` : room.title;
}

function foot() {
  const line = $("queue");
  const n = queue.size;
  const key = n ? "waiting" : !link.ready ? (navigator.onLine ? "connecting" : "offline") : answers.size ? "saved" : "connected";
  line.hidden = false;
  line.dataset.state = key;
  line.textContent = say(key, { n });
}

function speak(text) {
  $("status").textContent = text;
}

/** Shows a page, unless it is there. Focus that was on the old one goes to the new one's start. */
function turn(...nodes) {
  if (nodes.every((node) => node.parentNode === main)) return;
  const had = main.contains(document.activeElement);
  main.replaceChildren(...nodes);
  if (had) main.focus({ preventScroll: true });
}

function render() {
  header();
  foot();
  if (gone) {
    // What waits on this phone is sent once the same person is signed in again.
    const [href, word] = gone.why === "sign_in" ? [`/v/${boot.chat}`, "sign_in_again"] : ["/", "rejoin"];
    return main.replaceChildren(el("p", { class: "toast", role: "alert" }, gone.say), el("a", { class: "button", href }, say(word)));
  }
  toast.hidden = !notice;
  toast.textContent = notice;
  const cards = waiting();
  const last = byId(undoable?.id);
  undoButton.hidden = !isOpen(last) || !sideOn(last);
  whyButton.hidden = undoButton.hidden || !cards.length || sheet === last.id;
  keepButton.hidden = !changing || cards[0]?.id !== changing;
  if (cards.length) {
    turn(toast, stage);
    place(row, whyButton, keepButton, undoButton);
    deck.show(cards, room.of);
    whySheet(deck.node, byId(sheet), true);
    deck.fit();
  } else {
    sheet = null;
    deck.node.querySelector(".why")?.remove();
    turn(toast, wait);
    waitPage();
  }
}

addEventListener("keydown", (event) => {
  const side = { ArrowLeft: "disagree", ArrowRight: "agree", ArrowUp: "pass" }[event.key];
  if (!side || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.target.closest?.("input, textarea, select") || stage.parentNode !== main || !deck.top) return;
  event.preventDefault();
  deck.answer(side);
});

await queue.load();
known(boot.mine);
render();
link.start();

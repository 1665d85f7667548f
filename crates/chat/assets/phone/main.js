// The phone: what the server says, what the queue holds, and what is on the page.

import { Deck } from "./deck.js";
import { Link } from "./link.js";
import { Queue } from "./queue.js";
import { outcomes } from "./results.js";
import { why } from "./why.js";
import { boot, el, icon, say } from "./words.js";

const EPOCH = Date.UTC(2026, 0, 1); // seq counts tenths of a second from here, so that two windows never share one
const $ = (id) => document.getElementById(id);
const main = $("main");
const isNamed = () => room.mode === "named";

let room = boot.room;
let seq = boot.seq;
let answers = new Map(); // take id → {side, reservation, truth}
let undoable = null; // the last answer, while it can be taken back by one press
let sheet = null; // the take whose why-sheet lies over the deck
let changing = null; // the take that was picked up again
let notice = "";
let gone = "";

const queue = new Queue(boot.voice);
const link = new Link(boot, queue, {
  welcome(frame) {
    seq = Math.max(seq, frame.seq);
    known(frame.mine);
    room = frame.room;
    render();
  },
  room(frame) {
    if (frame.v < room.v) return;
    const revealed = frame.takes.some((t) => t.state === "revealed" && room.takes.find((o) => o.id === t.id)?.state !== "revealed");
    room = frame;
    if (revealed) undoable = null;
    render();
  },
  saved: () => foot(),
  lost: () => foot(),
  refused(frame) {
    notice = frame.say;
    speak(frame.say);
    render();
  },
  gone(frame) {
    gone = frame.say;
    render();
  },
});

/** What the server knows, with what still waits on this phone laid over it. */
function known(mine) {
  answers = new Map(mine.map(({ take, side, reservation, truth }) => [take, { side, reservation, truth }]));
  for (const command of queue.all()) {
    seq = Math.max(seq, command.seq);
    overlay(command);
  }
}

function overlay(command) {
  const before = answers.get(command.take) ?? { side: null, reservation: false, truth: null };
  if (command.t === "swipe") {
    const side = command.side === "none" ? null : command.side;
    answers.set(command.take, { ...before, side, reservation: command.reservation });
  } else {
    const { words, quotable, named } = command;
    const truth = words ? { words, side: before.side, quotable, named, standing: "waiting" } : null;
    answers.set(command.take, { ...before, truth });
  }
}

function next() {
  const time = Math.floor((Date.now() - EPOCH) / 100);
  seq = Math.max(seq + 1, time < 2 ** 31 ? time : 0);
  return seq;
}

/** Keeps a command on this phone first, then sends it. */
async function command(body) {
  const numbered = { ...body, seq: next() };
  overlay(numbered);
  const kept = queue.put(numbered);
  foot();
  link.send(await kept);
}

function swipe(take, side, reservation = false) {
  return command({ t: "swipe", take: take.id, side, reservation });
}

function answered(take, side) {
  notice = "";
  changing = null;
  undoable = take;
  swipe(take, side);
  speak(say("said", { side: say({ agree: "agreed", disagree: "disagreed", pass: "passed" }[side]), n: take.n, of: room.of, take: waiting()[0]?.text ?? say("look_up") }));
  sheet = waiting().length ? take.id : null;
  render();
}

function undo() {
  if (!undoable) return;
  const take = undoable;
  undoable = null;
  sheet = null;
  swipe(take, "none");
  speak(say("undone", { take: take.text }));
  render();
}

/** Picks up the card of the take on the screen again; the answer counts until there is another one. */
function change() {
  changing = room.focus;
  undoable = null;
  render();
}

/** Takes that wait for an answer of this voice, in order; one picked up again comes first. */
function waiting() {
  const open = room.takes.filter((take) => take.state === "open");
  const again = open.filter((take) => take.id === changing);
  return [...again, ...open.filter((take) => take.id !== changing && !answers.get(take.id)?.side)];
}

const deck = new Deck(answered);
const button = (side, name) => el("button", { class: `answer answer-${side}`, type: "button", click: () => deck.answer(side) }, name === "left" && icon(name), say(side), name === "right" && icon(name));
const buttons = el("div", { class: "answers", dir: "ltr" }, button("disagree", "left"), button("pass"), button("agree", "right"));
const undoButton = el("button", { class: "button button-small undo", type: "button", click: undo }, say("undo"));
const changeButton = el("button", { class: "button button-small", type: "button", click: change }, say("change"));
const hint = el("p", { class: "key-hint" }, say("keys"));
const toast = el("p", { class: "toast", hidden: true });
const stage = el("div", { class: "stage" }, deck.node, buttons);
const wait = el("div", { class: "wait" });

const sheetActions = {
  reserve(take, on) {
    const side = answers.get(take.id)?.side;
    if (!side) return;
    swipe(take, side, on);
    for (const node of document.querySelectorAll(`.why[data-take="${take.id}"]`)) node.mark(answers.get(take.id));
  },
  tell: (take, truth) => command({ t: "truth", take: take.id, ...truth }),
  close() {
    sheet = null;
    deck.node.querySelector(".why")?.remove();
    buttons.querySelector(".answer-agree").focus();
  },
};

/** The why-sheet of a take, kept while it is the same, so that typing is never interrupted. */
function whySheet(parent, id, over) {
  const take = room.takes.find((t) => t.id === id);
  const answer = take && answers.get(id);
  const old = parent.querySelector(".why");
  const wanted = answer?.side && room.phase === "live" ? `${id}:${answer.side}` : "";
  if ((old?.dataset.key ?? "") === wanted) return;
  const node = wanted ? why({ take, answer, isNamed: isNamed(), over, on: sheetActions }) : null;
  if (node) node.dataset.key = wanted;
  if (old && node) old.replaceWith(node);
  else if (old) old.remove();
  else if (node) parent.append(node);
}

function lookUp(take) {
  const state = { lobby: "lobby", wrap_up: "wrap_up", ended: "ended" }[room.phase] ?? (take?.state === "open" ? "take" : take?.state === "closed" ? "closed" : "lobby");
  return el("section", { class: "look" }, icon("screen"), el("h2", {}, say(room.phase === "ended" ? "ended" : "look_up")), el("p", {}, say(`look_up_${state}`)), room.recap && el("a", { class: "button button-primary", href: room.recap }, say("recap")));
}

function waitPage() {
  const focus = room.takes.find((take) => take.id === room.focus);
  const revealed = focus?.state === "revealed" && room.phase === "live";
  const head = wait.querySelector(".wait-head") ?? el("div", { class: "wait wait-head" });
  head.replaceChildren(...(revealed ? [] : [lookUp(focus)]));
  const middle = wait.querySelector(".wait-why") ?? el("div", { class: "wait-why" });
  const tail = el("div", { class: "wait wait-tail" }, ...outcomes(room, answers));
  wait.querySelector(".wait-tail")?.remove();
  wait.append(head, middle, tail);
  // The result is what everybody looks at; the reason comes after it.
  if (revealed) head.after(tail);
  if (tail.nextElementSibling !== middle && revealed) tail.after(middle);
  whySheet(middle, focus?.id, false);
  changeButton.hidden = focus?.state !== "open";
  wait.querySelector(".why-tools")?.append(changeButton, undoButton);
}

function header() {
  const live = $("live");
  live.hidden = false;
  live.textContent = say({ lobby: "lobby", draft: "lobby", wrap_up: "wrap_up", ended: "ended" }[room.phase] ?? "live");
  live.toggleAttribute("data-on", room.phase === "live");
  const bar = $("progress");
  bar.hidden = room.of < 2;
  const done = room.takes.filter((take) => take.state !== "open" || answers.get(take.id)?.side).length;
  const now = waiting()[0] ?? room.takes.find((take) => take.id === room.focus);
  const segments = Array.from({ length: room.of }, (_, i) => {
    const take = room.takes.find((t) => t.n === i + 1);
    const isDone = take && (take.state !== "open" || answers.get(take.id)?.side);
    return el("i", { class: take && take.id === now?.id ? "now" : isDone ? "done" : "" });
  });
  bar.replaceChildren(...segments);
  for (const [name, value] of [["role", "progressbar"], ["aria-label", say("progress")], ["aria-valuemin", 0], ["aria-valuemax", room.of], ["aria-valuenow", done]]) bar.setAttribute(name, value);
  document.title = now ? `${say("title_take", { n: now.n, of: room.of })} · ${room.title}` : room.title;
}

function foot() {
  const line = $("queue");
  line.hidden = false;
  const n = queue.size;
  const state = !link.ready ? (n ? "waiting" : "offline") : n ? "waiting" : "saved";
  line.dataset.state = state;
  line.textContent = n ? say("waiting", { n }) : link.ready ? say("saved") : say(navigator.onLine ? "connecting" : "offline");
}

function speak(text) {
  $("status").textContent = text;
}

function render() {
  header();
  foot();
  if (gone) {
    main.replaceChildren(el("p", { class: "toast", role: "alert" }, gone), el("p", {}, el("a", { class: "button", href: "/" }, say("rejoin"))));
    return;
  }
  toast.hidden = !notice;
  toast.textContent = notice;
  const cards = waiting();
  undoButton.hidden = !undoable || room.takes.find((t) => t.id === undoable.id)?.state !== "open" || !answers.get(undoable.id)?.side;
  if (cards.length) {
    if (stage.parentNode !== main) main.replaceChildren(toast, stage, hint);
    $("queue").after(undoButton);
    deck.show(cards, room.of);
    if (changing && cards[0].id === changing) sheet = null;
    whySheet(deck.node, sheet, true);
  } else {
    if (wait.parentNode !== main) {
      sheet = null;
      deck.node.querySelector(".why")?.remove();
      main.replaceChildren(toast, wait);
    }
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
link.now();

// The stack of cards and the gesture on the top one.

import { decide, progress, velocity } from "./decide.js";
import { el, icon, say } from "./words.js";

const SLOP = 8; // px before a drag has a direction
const TILT = 13; // degrees at a full card's width
const LOCK = 250; // ms after an answer in which input is ignored: one press, one answer
const still = matchMedia("(prefers-reduced-motion: reduce)");
const clamp = (low, x, high) => Math.max(low, Math.min(high, x));
const ms = (name) => parseFloat(getComputedStyle(document.documentElement).getPropertyValue(name)) || 1;
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const lengthOf = (text) => (text.length > 100 ? "longest" : text.length > 60 ? "long" : "short");

function card(take, of, depth) {
  const waits = depth > 0;
  const stamp = (side, name) => el("span", { class: `stamp stamp-${side}`, "aria-hidden": "true" }, say(side), icon(name));
  return el(
    waits ? "div" : "section",
    { class: "take-card", "data-depth": depth, "data-take": take.id, "aria-hidden": waits && "true", "aria-labelledby": !waits && "top-take" },
    el("p", { class: "take-meta" }, say("card_of", { n: take.n, of })),
    el(waits ? "p" : "h2", { class: "take-text", id: !waits && "top-take", dir: "auto", "data-length": lengthOf(take.text) }, take.text),
    el("p", { class: "take-hint" }, say("swipe_hint")),
    !waits && stamp("agree", "right"),
    !waits && stamp("disagree", "left"),
  );
}

/** A deck: `onAnswer(take, side)` is called once for each answer. */
export class Deck {
  node = el("div", { class: "deck" });
  #onAnswer;
  #takes = [];
  #of = 0;
  #drag = null;
  #lockedUntil = 0;

  constructor(onAnswer) {
    this.#onAnswer = onAnswer;
    const on = (name, handler) => this.node.addEventListener(name, handler);
    on("pointerdown", (event) => this.#down(event));
    on("pointermove", (event) => this.#move(event));
    on("pointerup", (event) => this.#up(event));
    on("pointercancel", () => this.#cancel());
    // A finger belongs to the card first; what the card loses, the deck has taken.
    on("lostpointercapture", (event) => event.target === this.node && this.#cancel());
  }

  get top() {
    return this.#takes[0];
  }

  /** Shows these takes; a card that is there already stays as it is. */
  show(takes, of) {
    const same = takes.length === this.#takes.length && takes.every((t, i) => t.id === this.#takes[i].id);
    this.#takes = takes;
    this.#of = of;
    if (same && this.node.querySelector(".take-card:not(.leaving)")) return;
    this.#cancel();
    for (const old of this.node.querySelectorAll(".take-card:not(.leaving)")) old.remove();
    // The top card is last, so that it is painted above the others and read alone.
    takes.slice(0, 3).forEach((take, depth) => this.node.prepend(card(take, of, depth)));
  }

  /** Answers the top card, by a button or a key. */
  answer(side) {
    if (!this.top || performance.now() < this.#lockedUntil) return;
    this.#leave(side, 0);
  }

  #card() {
    return this.node.querySelector('.take-card[data-depth="0"]:not(.leaving)');
  }

  #down(event) {
    if (this.#drag || !event.isPrimary || event.button !== 0) return this.#cancel();
    if (event.target.closest("button, a, input, label, .why") || performance.now() < this.#lockedUntil) return;
    const top = this.#card();
    if (!top || !event.target.closest(".take-card")) return;
    const box = top.getBoundingClientRect();
    const low = event.clientY > box.top + box.height * 0.6;
    const start = { x: event.clientX, y: event.clientY };
    this.#drag = { id: event.pointerId, top, start, width: box.width, sign: low ? -1 : 1, axis: null, samples: [], full: 0 };
    this.#sample(event);
  }

  #sample(event) {
    this.#drag.samples.push({ x: event.clientX, t: event.timeStamp });
    if (this.#drag.samples.length > 32) this.#drag.samples.shift();
  }

  #move(event) {
    const drag = this.#drag;
    if (!drag || event.pointerId !== drag.id) return;
    const dx = event.clientX - drag.start.x;
    const dy = event.clientY - drag.start.y;
    if (!drag.axis) {
      if (Math.hypot(dx, dy) < SLOP) return;
      if (Math.abs(dy) > Math.abs(dx)) return this.#cancel(); // the page scrolls
      drag.axis = "x";
      drag.top.getAnimations().forEach((a) => a.cancel());
      this.node.setPointerCapture(drag.id);
    }
    this.#sample(event);
    this.#follow(dx, dy);
  }

  #follow(dx, dy) {
    const { top, width, sign } = this.#drag;
    const part = progress(dx, width);
    const calm = still.matches;
    top.style.transform = calm
      ? `translate(${dx / 4}px, 0)`
      : `translate(${dx}px, ${dy / 4}px) rotate(${(sign * TILT * dx) / width}deg)`;
    top.style.setProperty("--tint", Math.abs(part) * 0.14);
    top.style.setProperty("--tint-colour", css(part > 0 ? "--agree" : "--disagree"));
    const full = Math.abs(part) >= 1 ? Math.sign(part) : 0;
    for (const [side, way] of [["agree", 1], ["disagree", -1]]) {
      const stamp = top.querySelector(`.stamp-${side}`);
      stamp.style.opacity = Math.max(0, way * part);
      stamp.classList.toggle("full", full === way);
    }
    if (full && full !== this.#drag.full) navigator.vibrate?.(8);
    this.#drag.full = full;
    this.node.dataset.lean = full || Math.sign(part) * (Math.abs(part) > 0.35 ? 1 : 0);
    const next = this.node.querySelector('.take-card[data-depth="1"]');
    if (next && !calm) {
      const grown = Math.abs(part);
      next.style.transform = `translateY(${0.62 * (1 - grown)}rem) scale(${0.95 + 0.05 * grown})`;
    }
  }

  #up(event) {
    const drag = this.#drag;
    if (!drag || event.pointerId !== drag.id) return;
    if (!drag.axis) return this.#cancel();
    const dx = event.clientX - drag.start.x;
    const vx = velocity(drag.samples, event.timeStamp);
    const way = decide({ dx, vx, width: drag.width });
    if (!way) return this.#cancel();
    this.#drag = null;
    this.#leave(way > 0 ? "agree" : "disagree", vx, drag.sign);
  }

  #cancel() {
    const drag = this.#drag;
    this.#drag = null;
    delete this.node.dataset.lean;
    if (!drag?.axis) return;
    const { top } = drag;
    const from = top.style.transform;
    this.#plain(top);
    top.animate([{ transform: from }, { transform: "none" }], { duration: ms("--t-slow"), easing: css("--ease-spring") || "ease-out" });
    const next = this.node.querySelector('.take-card[data-depth="1"]');
    if (next) next.style.transform = "";
  }

  #plain(top) {
    top.style.transform = "";
    top.style.removeProperty("--tint");
    for (const stamp of top.querySelectorAll(".stamp")) {
      stamp.style.opacity = "";
      stamp.classList.remove("full");
    }
  }

  #leave(side, vx, sign = 1) {
    const top = this.#card();
    const take = this.top;
    this.#lockedUntil = performance.now() + LOCK;
    delete this.node.dataset.lean;
    top.classList.add("leaving");
    top.setAttribute("aria-hidden", "true");
    top.removeAttribute("aria-labelledby");
    top.querySelector(".take-text").removeAttribute("id");
    this.#exit(top, side, vx, sign);
    this.#onAnswer(take, side);
  }

  /** The card leaves over whatever comes next, so it is taken out of the deck first. */
  #exit(top, side, vx, sign) {
    const from = top.style.transform || "none";
    top.style.transform = "none";
    const { left, top: above, width, height } = top.getBoundingClientRect();
    Object.assign(top.style, { position: "fixed", left: `${left}px`, top: `${above}px`, right: "auto", bottom: "auto", width: `${width}px`, height: `${height}px`, zIndex: 5, pointerEvents: "none" });
    document.body.append(top);
    const gone = () => top.remove();
    if (still.matches) {
      top.animate([{ opacity: 1 }, { opacity: 0 }], { duration: 120, fill: "forwards" }).finished.then(gone, gone);
      return;
    }
    if (side === "pass") {
      const to = { transform: "translateY(-60vh) scale(.9)", opacity: 0 };
      top.animate([{ transform: from, opacity: 1 }, to], { duration: 280, easing: css("--ease-exit"), fill: "forwards" }).finished.then(gone, gone);
      return;
    }
    const way = side === "agree" ? 1 : -1;
    const distance = 1.35 * innerWidth;
    const duration = clamp(170, distance / Math.max(Math.abs(vx), 1.6), 340);
    const to = { transform: `translate(${way * distance}px, 0) rotate(${way * sign * 18}deg)` };
    top.animate([{ transform: from }, to], { duration, easing: css("--ease-exit"), fill: "forwards" }).finished.then(gone, gone);
  }
}

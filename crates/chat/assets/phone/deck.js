// The stack of cards and the gesture on the top one.

import { decide, progress, velocity } from "./decide.js";
import { el, icon, say } from "./words.js";

// Px before a drag has a direction.
const SLOP = 8;
// Degrees at a full card's width.
const TILT = 13;
// Ms after an answer in which input is ignored: one press, one answer.
const LOCK = 250;
// Px of a take's letters.
const SMALLEST = 15;
const still = matchMedia("(prefers-reduced-motion: reduce)");
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const move = (node, frames, duration, easing) => node.animate(frames, { duration, easing, fill: "backwards" }).finished;

function card(take, of, depth) {
  const waits = depth > 0;
  const stamp = (side, name) => el("span", { class: `stamp stamp-${side}`, "aria-hidden": "true" }, say(side), icon(name));
  return el(
    waits ? "div" : "section",
    { class: "take-card", "data-depth": depth, "data-take": take.id, "aria-hidden": waits && "true", "aria-labelledby": !waits && "top-take" },
    el("p", { class: "take-meta" }, say("card_of", { n: take.n, of })),
    el(waits ? "p" : "h2", { class: "take-text", id: !waits && "top-take", dir: "auto" }, take.text),
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
  #drag = null;
  #lockedUntil = 0;

  constructor(onAnswer) {
    this.#onAnswer = onAnswer;
    const on = (name, handler) => this.node.addEventListener(name, handler);
    const mine = (name, handler) => on(name, (event) => this.#drag?.id === event.pointerId && handler(event));
    on("pointerdown", (event) => this.#down(event));
    mine("pointermove", (event) => this.#move(event));
    mine("pointerup", (event) => this.#up(event));
    mine("pointercancel", () => this.#cancel());
    // A finger belongs to the card first; what the card loses, the deck has taken.
    mine("lostpointercapture", (event) => event.target === this.node && this.#cancel());
    addEventListener("resize", () => this.fit());
    document.fonts.ready.then(() => this.fit());
  }

  get top() {
    return this.#takes[0];
  }

  /** Shows these takes; a top card that is there already stays as it is. */
  show(takes, of) {
    const here = this.#cards();
    const kept = here.find(({ dataset }) => dataset.depth === "0" && dataset.take === takes[0].id);
    const first = takes.slice(0, 3);
    this.#takes = takes;
    if (kept && here.length === first.length && first.every((take, i) => take.id === here[i].dataset.take)) return;
    if (!kept) this.#cancel();
    for (const old of here) if (old !== kept) old.remove();
    // The top card is last, so that it is painted above the others and read alone.
    first.forEach((take, depth) => (depth || !kept) && this.node.prepend(card(take, of, depth)));
    if (!kept && this.node.isConnected && !still.matches) move(this.#card(), { transform: ["translateY(.62rem) scale(.95)", "none"] }, 220, css("--ease-out"));
  }

  /** Makes the letters as large as the card and a sheet over it allow. */
  fit() {
    const { offsetHeight: room } = this.node;
    const sheet = this.node.querySelector(".why-over")?.offsetHeight;
    for (const card of this.#cards()) {
      card.style.paddingBlockEnd = sheet ? `${Math.min(sheet, room * 0.6)}px` : "";
      const text = card.querySelector(".take-text");
      text.style.fontSize = "";
      let px = parseInt(getComputedStyle(text).fontSize);
      while (card.scrollHeight > card.clientHeight && px > SMALLEST) text.style.fontSize = `${(px -= 1)}px`;
    }
  }

  /** Answers the top card, by a button or a key. */
  answer(side) {
    if (this.top && performance.now() > this.#lockedUntil) this.#leave(side, 0);
  }

  /** From the top down. */
  #cards() {
    return [...this.node.querySelectorAll(".take-card")].reverse();
  }

  #card() {
    return this.#cards()[0];
  }

  #down(event) {
    if (this.#drag || !event.isPrimary || event.button || performance.now() < this.#lockedUntil) return;
    const top = event.target.closest('.take-card[data-depth="0"]');
    if (!top) return;
    const box = top.getBoundingClientRect();
    const sign = event.clientY > box.top + box.height * 0.6 ? -1 : 1;
    this.#drag = { id: event.pointerId, top, x: event.clientX, y: event.clientY, width: box.width, sign, isOn: false, samples: [], full: 0 };
    this.node.setPointerCapture(event.pointerId);
    this.#sample(event);
  }

  #sample({ clientX, timeStamp }) {
    this.#drag.samples.push({ x: clientX, t: timeStamp });
    if (this.#drag.samples.length > 32) this.#drag.samples.shift();
  }

  #move(event) {
    const drag = this.#drag;
    const dx = event.clientX - drag.x;
    const dy = event.clientY - drag.y;
    if (!drag.isOn) {
      if (Math.hypot(dx, dy) < SLOP) return;
      // The page scrolls.
      if (Math.abs(dy) > Math.abs(dx)) return this.#cancel();
      drag.isOn = true;
      drag.top.getAnimations().forEach((a) => a.cancel());
    }
    this.#sample(event);
    this.#follow(dx, dy);
  }

  #follow(dx, dy) {
    const { top, width, sign } = this.#drag;
    const part = progress(dx, width);
    const calm = still.matches;
    top.style.transform = calm ? `translate(${dx / 4}px)` : `translate(${dx}px, ${dy / 4}px) rotate(${(sign * TILT * dx) / width}deg)`;
    this.#tint(top, part);
    const full = Math.trunc(part);
    if (full && full !== this.#drag.full) navigator.vibrate?.(8);
    this.#drag.full = full;
    this.node.dataset.lean = Math.abs(part) > 0.35 ? Math.sign(part) : 0;
    const next = this.#cards()[1];
    const grown = Math.abs(part);
    if (next && !calm) next.style.transform = `translateY(${0.62 * (1 - grown)}rem) scale(${0.95 + 0.05 * grown})`;
  }

  /** Side and strength of a drag on the card: its tint and its stamps. */
  #tint(top, part) {
    top.style.setProperty("--tint", Math.abs(part) * 0.14);
    top.style.setProperty("--tint-colour", `var(--${part > 0 ? "agree" : "disagree"})`);
    for (const [side, way] of [["agree", 1], ["disagree", -1]]) {
      const stamp = top.querySelector(`.stamp-${side}`);
      stamp.style.opacity = Math.max(0, way * part);
      stamp.classList.toggle("full", part === way);
    }
  }

  #up(event) {
    const { samples, x, width, sign, isOn } = this.#drag;
    const vx = velocity(samples, event.timeStamp);
    const way = isOn ? decide({ dx: event.clientX - x, vx, width }) : 0;
    if (!way) return this.#cancel();
    this.#drag = null;
    this.#leave(way > 0 ? "agree" : "disagree", vx, sign);
  }

  #cancel() {
    const drag = this.#drag;
    this.#drag = null;
    delete this.node.dataset.lean;
    if (!drag?.isOn) return;
    const { top } = drag;
    const from = top.style.transform;
    top.style.transform = "";
    this.#tint(top, 0);
    move(top, { transform: [from, "none"] }, parseFloat(css("--t-slow")) || 1, css("--ease-spring") || "ease-out").catch(() => {});
    for (const card of this.#cards().slice(1)) card.style.transform = "";
  }

  #leave(side, vx, sign = 1) {
    const top = this.#card();
    this.#lockedUntil = performance.now() + LOCK;
    delete this.node.dataset.lean;
    top.setAttribute("aria-hidden", "true");
    top.removeAttribute("aria-labelledby");
    top.querySelector(".take-text").removeAttribute("id");
    this.#exit(top, side, vx, sign);
    this.#onAnswer(this.top, side);
  }

  /** The card leaves over whatever comes next, so it is taken out of the deck first. */
  #exit(top, side, vx, sign) {
    const from = top.style.transform || "none";
    top.style.transform = "none";
    const { left, top: above, width, height } = top.getBoundingClientRect();
    Object.assign(top.style, { position: "fixed", inset: `${above}px auto auto ${left}px`, width: `${width}px`, height: `${height}px`, zIndex: 5, pointerEvents: "none" });
    document.body.append(top);
    const way = side === "agree" ? 1 : -1;
    const distance = 1.35 * innerWidth;
    const [to, ms] = still.matches
      ? [{ transform: from, opacity: 0 }, 120]
      : side === "pass"
        ? [{ transform: "translateY(-60vh) scale(.9)", opacity: 0 }, 280]
        : [{ transform: `translate(${way * distance}px) rotate(${way * sign * 18}deg)` }, Math.max(170, Math.min(340, distance / Math.max(Math.abs(vx), 1.6)))];
    const gone = () => top.remove();
    move(top, [{ transform: from, opacity: 1 }, { opacity: 1, ...to }], ms, css("--ease-exit")).then(gone, gone);
  }
}

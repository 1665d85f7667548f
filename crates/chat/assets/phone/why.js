// After the swipe: with a reservation, and why. It never blocks; whoever swipes on has said enough.

import { boot, el, icon, mark, say } from "./words.js";

let serial = 0;

/** The sheet for one take. `over` lays it on the next card; `on` has reserve, tell and close. */
export function why({ take, answer, isNamed, over, on }) {
  const id = `why-${(serial += 1)}`;
  const truth = answer.truth?.side === answer.side ? answer.truth : null;
  const node = el("section", { class: over ? "why why-over" : "why", "aria-labelledby": `${id}-h`, "data-take": take.id });
  const note = el("p", { class: "why-note", role: "status" });
  const left = el("span", { class: "count", id: `${id}-left` });
  const input = el("input", {
    id: `${id}-w`,
    maxlength: boot.truthMax,
    autocomplete: "off",
    enterkeyhint: "send",
    "aria-describedby": `${id}-who ${id}-left`,
  });
  input.value = truth?.words ?? "";
  const box = (name, checked) => el("input", { type: "checkbox", name, checked });
  const reservation = box("reservation", answer.reservation);
  const quotable = box("quotable", truth?.quotable ?? false);
  const named = box("named", truth?.named ?? false);
  const send = el("button", { class: "button button-primary", type: "submit" }, say(truth ? "resend" : "send"));
  const back = el("button", { class: "button button-quiet", type: "button" }, say("withdraw"));
  back.hidden = !truth;

  const count = () => (left.textContent = say("count", { n: boot.truthMax - [...input.value].length }));
  const ready = () => (send.disabled = !input.value.trim());
  input.addEventListener("input", () => (count(), ready(), (note.textContent = "")));
  reservation.addEventListener("change", () => on.reserve(take, reservation.checked));
  back.addEventListener("click", () => {
    on.tell(take, { words: "", quotable: false, named: false });
    input.value = "";
    back.hidden = true;
    send.textContent = say("send");
    note.textContent = say("withdrawn");
    count();
    ready();
  });
  const form = el(
    "form",
    { class: "stack" },
    el("div", { class: "field" }, el("div", { class: "between" }, el("label", { for: `${id}-w` }, say("why")), left), input, el("p", { class: "hint", id: `${id}-who` }, say(isNamed ? "who_reads_named" : "who_reads"))),
    el("div", {}, el("label", { class: "choice" }, quotable, el("span", {}, say("quotable"))), isNamed && el("label", { class: "choice" }, named, el("span", {}, say("named")))),
    el("div", { class: "why-send" }, send, back, note),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = input.value.trim();
    if (!words) return;
    on.tell(take, { words, quotable: quotable.checked, named: named.checked });
    note.textContent = say("sent");
    send.textContent = say("resend");
    back.hidden = false;
  });
  const sided = answer.side !== "pass";
  const reserve = sided && el("label", { class: "choice why-switch" }, reservation, el("span", {}, say("reservation")));
  const head = el("div", { class: "why-head" }, el("h3", { class: "visually-hidden", id: `${id}-h` }, say("your_answer")), mark(answer));
  if (over) {
    // Small at first, so that the next take can be read: whoever has something to say opens it.
    form.hidden = !truth;
    const more = el("button", { class: "button button-small", type: "button", "aria-expanded": String(!form.hidden) }, say("why"));
    more.addEventListener("click", () => {
      form.hidden = !form.hidden;
      more.setAttribute("aria-expanded", String(!form.hidden));
      if (!form.hidden) input.focus();
    });
    head.append(more, el("button", { class: "icon-button", type: "button", "aria-label": say("close"), click: () => on.close() }, icon("close")));
    node.append(head, ...[reserve].filter(Boolean), form);
  } else {
    head.append(el("div", { class: "cluster why-tools" }));
    node.append(el("p", { class: "why-take", dir: "auto" }, take.text), head, ...[reserve].filter(Boolean), form);
  }
  node.mark = (now) => node.querySelector(".mark").replaceWith(mark(now));
  count();
  ready();
  return node;
}

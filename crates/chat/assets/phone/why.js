// After the swipe: with a reservation, and why. It never blocks; whoever swipes on has said enough.

import { boot, button, el, icon, mark, say } from "./words.js";

// Take id → words that are typed and not sent.
const drafts = new Map();

let serial = 0;

/** The sheet for one take. `over` lays it on the next card; `on` has reserve, tell and close. */
export function why({ take, answer, isNamed, over, on }) {
  const id = `why-${(serial += 1)}`;
  const truth = answer.truth?.side === answer.side ? answer.truth : null;
  const box = (name, checked) => el("input", { type: "checkbox", name, checked });
  const choice = (box) => el("label", { class: `choice why-${box.name}` }, box, el("span", {}, say(box.name)));
  const note = el("p", { class: "why-note", role: "status" });
  const left = el("span", { class: "count", id: `${id}-left` });
  const input = el("input", { id: `${id}-w`, maxlength: boot.truthMax, autocomplete: "off", enterkeyhint: "send", "aria-describedby": `${id}-who ${id}-left` });
  const reservation = box("reservation", answer.reservation);
  const quotable = box("quotable", truth?.quotable);
  const named = box("named", truth?.named);
  const send = button("button-primary", "send", null, "submit");
  const back = button("button-quiet", "withdraw", () => {
    input.value = "";
    tell("", "withdrawn");
  });

  let isSent = Boolean(truth);
  const show = () => {
    left.textContent = say("count", { n: boot.truthMax - [...input.value].length });
    send.disabled = !input.value.trim();
    send.textContent = say(isSent ? "resend" : "send");
    back.hidden = !isSent;
  };
  const tell = (words, key) => {
    drafts.delete(take.id);
    isSent = Boolean(words);
    show();
    note.textContent = say("keeping");
    on.tell(take, { words, quotable: quotable.checked, named: named.checked }, () => (note.textContent = say(key)));
  };
  input.addEventListener("input", () => {
    drafts.set(take.id, input.value);
    note.textContent = "";
    show();
  });
  reservation.addEventListener("change", () => on.reserve(take, reservation.checked));
  const form = el(
    "form",
    { class: "stack" },
    el("div", { class: "field" }, el("div", { class: "between" }, el("label", { for: `${id}-w` }, say("why")), left), input, el("p", { class: "hint", id: `${id}-who` }, say(isNamed ? "who_reads_named" : "who_reads"))),
    el("div", {}, choice(quotable), isNamed && choice(named)),
    el("div", { class: "why-send" }, send, back, note),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.value.trim()) tell(input.value.trim(), "sent");
  });

  const node = el("section", { class: over ? "why why-over" : "why", "aria-labelledby": `${id}-h`, "data-take": take.id });
  const head = el("div", { class: "why-head" }, el("h2", { class: "visually-hidden", id: `${id}-h` }, say("your_answer")), mark(answer));
  node.append(over ? "" : el("p", { class: "why-take", dir: "auto" }, take.text), head);
  if (answer.side !== "pass") node.append(choice(reservation));
  node.append(form);
  if (over) {
    // Small at first, so that the next take can be read: whoever has something to say opens it.
    form.hidden = !drafts.has(take.id) && !truth;
    const more = button("button-small", "why", () => {
      more.hidden = true;
      form.hidden = false;
      input.focus();
    });
    more.hidden = !form.hidden;
    head.append(more, el("button", { class: "icon-button", type: "button", "aria-label": say("close"), click: () => on.close() }, icon("close")));
  } else {
    head.append(el("div", { class: "cluster why-tools" }));
  }
  node.mark = (now) => node.querySelector(".mark").replaceWith(mark(now));
  input.value = drafts.get(take.id) ?? truth?.words ?? "";
  show();
  return node;
}

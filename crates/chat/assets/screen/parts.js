// What the views of the big screen are made of.

/** An element with a class and children; null and false children are left out. */
export const h = (tag, cls, ...kids) => {
  const el = document.createElement(tag);
  if (cls) el.className = cls;
  el.append(...kids.filter((kid) => kid != null && kid !== false));
  return el;
};

/** Text somebody typed: its own direction, so that it cannot turn the line around it. */
export const typed = (tag, cls, text) => {
  const el = h(tag, cls, text);
  el.dir = "auto";
  return el;
};

/** Writes text only when it changed, so that readers and layout are left alone. */
export const put = (el, text) => {
  const now = text ?? "";
  if (el.textContent !== now) el.textContent = now;
  el.hidden = !now;
};

const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** Calls `step` with 0 … 1 over `ms`, eased; only the end under reduced motion. Returns how to stop it. */
export const glide = (ms, step) => {
  if (calm.matches || document.hidden) return step(1), () => {};
  const start = performance.now();
  let frame;
  const tick = (now) => {
    const t = Math.min(1, Math.max(0, (now - start) / ms));
    step(1 - (1 - t) ** 3);
    if (t < 1) frame = requestAnimationFrame(tick);
  };
  step(0);
  frame = requestAnimationFrame(tick);
  return () => cancelAnimationFrame(frame);
};

/** Number formats of the chat's language. */
export const formats = (language) => ({
  whole: new Intl.NumberFormat(language),
  percent: new Intl.NumberFormat(language, { style: "percent" }),
});

/** The split bar: disagree left and hatched, agree right and plain. `set` takes the share of agreement, 0 … 1. */
export const bar = (size) => {
  const left = h("i", "left");
  const right = h("i", "right");
  const band = h("i", "band");
  const el = h("div", `bar ${size}`, left, right, h("i", "half"), band);
  el.dir = "ltr";
  el.ariaHidden = "true";
  return {
    el,
    set(share, interval) {
      left.style.flexGrow = 1 - share;
      right.style.flexGrow = share;
      left.hidden = share === 1;
      right.hidden = share === 0;
      band.hidden = !interval;
      if (interval) {
        band.style.left = `${(1 - interval[1]) * 100}%`;
        band.style.right = `${interval[0] * 100}%`;
      }
    },
  };
};

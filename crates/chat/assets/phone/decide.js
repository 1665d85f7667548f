// What a drag means. Pure, so that it can be tested by itself.

// Px: far enough on any phone.
const FAR = 130;
const PART = 0.32; // of the card's width
// Px per ms.
const FLICK = 0.5;
// Px that a flick must have moved.
const NUDGE = 24;
// Ms of samples that make the velocity.
const WINDOW = 90;

/** Distance in px that decides by itself. */
export const threshold = (width) => Math.min(PART * width, FAR);

/** How far a drag has come towards deciding, from -1 to 1. */
export const progress = (dx, width) => Math.max(-1, Math.min(1, dx / threshold(width)));

/** -1 disagree, 0 nothing, 1 agree. `dx` in px, `vx` in px per ms. */
export function decide({ dx, vx, width }) {
  const isFlick = Math.abs(vx) > FLICK && Math.abs(dx) > NUDGE && vx * dx > 0;
  return isFlick || Math.abs(dx) > threshold(width) ? Math.sign(dx) : 0;
}

/** Velocity in px per ms of samples `{x, t}` at the time the finger left: a finger that rests before leaving has none. */
export function velocity(samples, upTime) {
  const recent = samples.filter(({ t }) => upTime - t <= WINDOW);
  const [first, last] = [recent[0], recent.at(-1)];
  return recent.length < 2 ? 0 : (last.x - first.x) / Math.max(upTime - first.t, 1);
}

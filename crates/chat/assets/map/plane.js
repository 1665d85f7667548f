// The opinion map as a drawing: cells, the hulls of groups and their letters. It says nothing; the words stand beside it.
// Groups differ by letter, by the shape of their cells and by the edge of their hull, and only then by colour.

/** A map's coordinates are within ±1, a drawing's within ±100. */
const SCALE = 100;
const DIRECTIONS = Array.from({ length: 72 }, (_, n) => [Math.cos((n * Math.PI) / 36), Math.sin((n * Math.PI) / 36)]);
/** Colour, shape of cells (circle, square, diamond, triangle, hexagon, all of about the same area) and dashes of the hull. */
const LOOKS = [
  ["--brand", "M.85 0A.85.85 0 1 1-.85 0A.85.85 0 1 1 .85 0Z"],
  ["--ok", "M-.74-.74H.74V.74H-.74Z", "7 4.5"],
  ["--danger", "M0-1.05 1.05 0 0 1.05-1.05 0Z", "0 4"],
  ["--star", "M0-1.25 1.1.65H-1.1Z", "9 4 0 4"],
  ["--ink", "M.95 0 .47.82H-.47L-.95 0-.47-.82H.47Z", "2 4"],
];

const look = (g) => (g == null ? ["--ink-2", LOOKS[0][1]] : LOOKS[g % LOOKS.length]);

const draw = (tag, attributes, ...children) => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) if (value != null) node.setAttribute(name, value);
  node.append(...children);
  return node;
};

/** The edge around discs `[x, y, r]`: in each direction what lies farthest that way. Always convex, corners round. */
const around = (discs) =>
  DIRECTIONS.map(([dx, dy]) => {
    let best = [0, 0];
    let most = -Infinity;
    for (const [x, y, r] of discs) {
      const far = x * dx + y * dy + r;
      if (far > most) [most, best] = [far, [x + r * dx, y + r * dy]];
    }
    return best;
  });

const mean = (points) => [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length);

/** Where a letter stands: on the edge of its hull, on the side that looks away from the other groups. */
const tag = (edge, others, letter) => {
  const [x, y] = mean(edge);
  const [from, to] = others.length ? mean(others) : [x, y + 1];
  const away = ([dx, dy]) => dx * (x - from) + dy * (y - to);
  const n = DIRECTIONS.reduce((best, one, k) => (away(one) > away(DIRECTIONS[best]) ? k : best), 0);
  return edge[n].map((it, axis) => it + (letter / 2) * DIRECTIONS[n][axis]);
};

const far = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

/** Cells of a group that would hide each other are one larger cell. */
const joined = (cells, radius) => {
  const hides = (a, b) => a !== b && a.g === b.g && far(a, b) < radius(Math.max(a.n, b.n));
  for (const a of cells) {
    const b = cells.find((it) => hides(a, it));
    if (!b) continue;
    const n = a.n + b.n;
    const middle = { g: a.g, n, x: (a.x * a.n + b.x * b.n) / n, y: (a.y * a.n + b.y * b.n) / n };
    return joined([...cells.filter((it) => it !== a && it !== b), middle], radius);
  }
  return cells;
};

/** Everything that is drawn, as numbers; up is up on the map and down in a drawing. */
const scene = ({ cells, groups }, letter, own) => {
  const total = cells.reduce((sum, { n }) => sum + n, 0);
  // The area of a cell grows with its voices; all together they leave room between them.
  const unit = Math.min(3.4, 32 / Math.sqrt(total || 1));
  const radius = (n) => unit * Math.sqrt(n);
  const spots = joined(cells.map(({ x, y, n, g }) => ({ g, n, x: x * SCALE, y: -y * SCALE })), radius);
  const dots = spots.map(({ g, n, x, y }) => ({ g, x, y, r: radius(n) }));
  const grown = (list) => list.map(({ x, y, r }) => [x, y, r + 6]);
  const hulls = groups.map(({ g, name, hull }) => {
    const corners = hull.map(([x, y]) => [x * SCALE, -y * SCALE, 0]);
    return { g, name, edge: around([...corners, ...grown(dots.filter((dot) => dot.g === g))]) };
  });
  const head = own && [own.x * SCALE, -own.y * SCALE - 2 * letter];
  for (const hull of hulls) {
    hull.tag = tag(hull.edge, hulls.filter((it) => it !== hull).map((it) => mean(it.edge)), letter);
    // No letter under the pin.
    if (head && Math.hypot(hull.tag[0] - head[0], hull.tag[1] - head[1]) < 3 * letter) hull.tag = tag(hull.edge, [head], letter);
  }
  if (!hulls.length && dots.length) hulls.push({ g: null, edge: around(grown(dots)) });
  const square = ([x, y]) => [[x - letter, y - letter], [x + letter, y + letter]];
  const ends = hulls.flatMap(({ edge, tag: at }) => (at ? [...edge, ...square(at)] : edge));
  if (head) ends.push(...square([head[0], head[1] + 2 * letter]), [head[0], head[1] - 1.7 * letter]);
  const [left, right] = [Math.min(-60, ...ends.map(([x]) => x)), Math.max(60, ...ends.map(([x]) => x))];
  const [top, bottom] = [Math.min(-40, ...ends.map(([, y]) => y)), Math.max(40, ...ends.map(([, y]) => y))];
  return { dots, hulls, box: [left - 3, top - 3, right - left + 6, bottom - top + 6] };
};

const between = (a, b, t) => a + (b - a) * t;
const nearest = (dot, dots) => dots.reduce((best, it) => (far(it, dot) < far(best, dot) ? it : best), dots[0] ?? dot);

/**
 * Draws a map; `name` is its text alternative, `letter` the radius of a letter's disc, `own` the place of who looks.
 * `move(before, t)` puts everything on its way, 0 … 1, from the scene of another drawing.
 */
export const plane = (map, { name, letter = 7.5, own } = {}) => {
  const now = scene(map, letter, own);
  const hulls = now.hulls.map(({ g }) => {
    const [colour, , dashes] = look(g);
    const line = { stroke: `var(${colour})`, "stroke-width": 1.3, "stroke-opacity": g == null ? 0.5 : 1, "stroke-linecap": "round", "stroke-dasharray": dashes };
    return draw("path", { fill: `var(${colour})`, "fill-opacity": 0.13, ...line });
  });
  const dots = now.dots.map(({ g }) => draw("g", { opacity: 0.85 }, cell(g)));
  const tags = now.hulls.filter((hull) => hull.tag).map((hull) => badge(hull, letter));
  const svg = draw("svg", { class: "plane", role: "img", "aria-label": name }, ...hulls, ...dots, ...tags);
  if (own) svg.append(pin(own, letter));
  const move = (before, t) => {
    const box = before ? now.box.map((to, n) => between(before.box[n], to, t)) : now.box;
    svg.setAttribute("viewBox", box.map((it) => it.toFixed(2)).join(" "));
    now.hulls.forEach(({ g, edge, tag: to }, n) => {
      const was = before?.hulls.find((it) => it.g === g);
      const middle = mean(edge);
      const at = (point, old) => point.map((it, axis) => between(before ? (old?.[axis] ?? middle[axis]) : it, it, t));
      hulls[n].setAttribute("d", `M${edge.map((point, k) => at(point, was?.edge[k]).map((it) => it.toFixed(2)).join(" ")).join("L")}Z`);
      // A group that was not there before appears on its way.
      for (const node of [hulls[n], tags[n]]) node?.setAttribute("opacity", was || !before ? 1 : t);
      if (to) tags[n].setAttribute("transform", `translate(${at(to, was?.tag).join(" ")})`);
    });
    now.dots.forEach((dot, n) => {
      const was = before ? nearest(dot, before.dots) : dot;
      const [x, y, r] = ["x", "y", "r"].map((key) => between(was[key], dot[key], t).toFixed(2));
      dots[n].setAttribute("transform", `translate(${x} ${y}) scale(${r})`);
    });
  };
  move(null, 1);
  return { el: svg, scene: now, move };
};

/** The shape of a group's cells, of radius 1, its corners a little round. */
const cell = (g) => {
  const [colour, d] = look(g);
  return draw("path", { d, fill: `var(${colour})`, stroke: `var(${colour})`, "stroke-width": 0.3, "stroke-linejoin": "round" });
};

const badge = ({ g, name }, letter) =>
  draw(
    "g",
    {},
    draw("g", { transform: `scale(${letter})` }, cell(g)),
    draw("text", { y: letter * 0.42, "text-anchor": "middle", "font-size": letter * 1.2, fill: "var(--bg)" }, name),
  );

/** A group's letter in its shape, for the words beside the map. */
export const sign = (group) => draw("svg", { class: "sign", viewBox: "-13 -13 26 26", "aria-hidden": "true" }, badge(group, 10));

const PIN = "M0 0C-1.1-1.35-1.25-1.75-1.25-2.3A1.25 1.25 0 0 1 1.25-2.3C1.25-1.75 1.1-1.35 0 0Z";

/** A pin whose tip is the place. */
const pin = ({ x, y }, letter) =>
  draw(
    "g",
    { transform: `translate(${x * SCALE} ${-y * SCALE}) scale(${letter})` },
    draw("circle", { r: 0.55, fill: "none", stroke: "var(--ink)", "stroke-width": 0.2 }),
    draw("path", { d: PIN, fill: "var(--ink)", stroke: "var(--bg)", "stroke-width": 0.2 }),
    draw("circle", { cy: -2.3, r: 0.5, fill: "var(--bg)" }),
  );

/** The pin alone, for the words beside the map. */
export const pinSign = () => draw("svg", { class: "sign", viewBox: "-20 -39 40 46", "aria-hidden": "true" }, pin({ x: 0, y: 0 }, 10));

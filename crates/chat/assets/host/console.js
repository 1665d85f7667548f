// The console follows the room. Numbers come straight from the socket; whenever more than numbers changed, the page is
// asked for again and what is new is taken over, so that there is one rendering and it is the server's.
import { count, counting } from './count.js';
import { morph } from './morph.js';

const room = document.getElementById('room');
const say = document.getElementById('say');
const health = document.getElementById('health');
const words = { left: room.dataset.left, over: room.dataset.over };
counting(room, words);

// --- What the socket says ---------------------------------------------------------------------------------------

/** Everything of a frame that is more than a number. */
const shape = ({ v, phase, focus, picture, next, truths, takes, map, recap }) =>
  JSON.stringify([v, phase, focus, picture, next, truths, map, recap, takes.map(({ answered, ...take }) => take)]);

let seen = null;
function follow(frame) {
  for (const key of ['joined', 'connected', 'late']) set(`[data-count="${key}"]`, frame[key]);
  const focus = frame.takes.find(({ id }) => id === frame.focus);
  set('[data-count="answered"]', focus?.answered ?? 0);
  set('#say-answered', frame.say.answered ?? '');
  const bar = document.getElementById('answered');
  if (bar && focus) {
    bar.max = Math.max(1, frame.joined, focus.answered);
    bar.value = focus.answered;
  }
  for (const { id, answered } of frame.takes) {
    const line = room.querySelector(`[data-answered="${id}"]`);
    if (line) write(line, line.dataset.n.replace('{n}', answered));
  }
  const now = shape(frame);
  if (seen !== null && seen !== now) refresh();
  seen = now;
}

function set(where, text) {
  const el = room.querySelector(where);
  if (el) write(el, text);
}

function write(el, text) {
  if (el.textContent !== String(text)) el.textContent = text;
}

let wait = 500;
function connect() {
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/ws/host/${room.dataset.chat}`);
  socket.addEventListener('open', () => {
    wait = 500;
    feel('on');
    // Whatever happened while nobody listened.
    if (seen !== null) refresh();
  });
  socket.addEventListener('message', ({ data }) => {
    const frame = JSON.parse(data);
    if (frame.t === 'host') follow(frame);
  });
  socket.addEventListener('close', () => {
    feel('off');
    setTimeout(connect, wait * (0.5 + Math.random()));
    wait = Math.min(wait * 2, 8000);
  });
}

function feel(state) {
  health.textContent = health.dataset[state];
  health.dataset.state = state;
}

// --- Fresh page, same place -------------------------------------------------------------------------------------

let fetching = null;
let again = false;

/** Takes over what the server renders now. Calls during a fetch lead to one more, not to many. */
function refresh() {
  if (fetching) again = true;
  fetching ??= take()
    .catch(() => {})
    .finally(() => {
      fetching = null;
      if (again) setTimeout(refresh, 300);
      again = false;
    });
  return fetching;
}

async function take() {
  const answer = await fetch(location.pathname, { headers: { Accept: 'text/html' } });
  if (answer.redirected || !answer.ok) return location.reload();
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('room');
  if (!fresh) return;
  morph(room, fresh);
  for (const field of room.querySelectorAll('[data-max]')) count(field, words);
}

// --- Acting -----------------------------------------------------------------------------------------------------

// A button pressed with the mouse gives the keys back: Space then moves the room on, and does not press it again.
room.addEventListener('click', (event) => {
  if (event.detail > 0) event.target.closest('button')?.blur();
});

room.addEventListener('submit', async (event) => {
  const form = event.target.closest('[data-act]');
  if (!form) return;
  event.preventDefault();
  const button = event.submitter;
  if (button?.getAttribute('aria-busy')) return;
  button?.setAttribute('aria-busy', 'true');
  tell('');
  try {
    // Not form.action: a button of that name hides it.
    const body = new URLSearchParams(new FormData(form, button));
    const answer = await fetch(form.getAttribute('action'), { method: 'POST', body, headers: { Accept: 'application/json' } });
    if (answer.ok) {
      if (form.dataset.done) sent(form, body);
    } else {
      await refused(answer);
    }
    await refresh();
  } catch {
    tell(room.dataset.failed, 'bad');
  } finally {
    button?.removeAttribute('aria-busy');
  }
});

/** What was sent is the server's now: fresh text from there may replace it. What was typed since is not. */
function sent(form, body) {
  for (const field of form.elements) {
    if (field.type === 'radio' || field.type === 'checkbox') field.defaultChecked = body.get(field.name) === field.value;
    else if (field.localName === 'textarea') field.defaultValue = body.get(field.name);
  }
  tell(form.dataset.done, 'good');
}

async function refused(answer) {
  const problem = await answer.json().catch(() => ({}));
  const stale = problem.type === '/problems/stale';
  tell(stale ? room.dataset.stale : problem.detail ?? room.dataset.failed, 'bad');
}

let quiet = 0;
function tell(text, mood = '') {
  clearTimeout(quiet);
  say.textContent = text;
  say.dataset.mood = mood;
  if (mood === 'good') quiet = setTimeout(() => tell(''), 4000);
}

// --- Keys -------------------------------------------------------------------------------------------------------

const card = document.getElementById('keys');
const on = document.getElementById('keys-on');
if (card) {
  card.hidden = false;
  on.checked = localStorage.getItem('host-keys') !== 'off';
  on.addEventListener('change', () => localStorage.setItem('host-keys', on.checked ? 'on' : 'off'));
}

const IN_HAND = 'input, textarea, select, [contenteditable]';
const PRESSES_ITSELF = 'a, button, summary, input, textarea, select, [tabindex="0"]';

document.addEventListener('keydown', (event) => {
  if (!on?.checked || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const space = event.key === ' ';
  if (event.target.closest(space ? PRESSES_ITSELF : IN_HAND)) return;
  const key = space ? 'Space' : event.key.toLowerCase();
  const target = room.querySelector(`[data-key~="${key}"]`);
  if (!target) return;
  event.preventDefault();
  target.click();
});

if (health) connect();

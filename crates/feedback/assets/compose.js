// Keeps what is written while it is written. Without this module the Save button does the same.

const PAUSE = 1200;
const form = document.querySelector('form[data-draft]');
const saved = document.getElementById('saved');
let waiting = 0;
let last = '';
let sending = false;

const body = () => new URLSearchParams(new FormData(form));

const keep = async () => {
  const now = body();
  if (sending || String(now) === last) return;
  if (!['happened', 'effect', 'next'].some((name) => now.get(name)?.trim())) return;
  try {
    const answer = await fetch(form.dataset.draft, { method: 'POST', body: now, headers: { accept: 'application/json' } });
    const told = await answer.json();
    if (answer.ok) {
      last = String(now);
      saved.textContent = told.saved;
    } else if (told.detail) {
      saved.textContent = told.detail;
    }
  } catch {
    // No network for a moment: the next pause tries again, and the words stay in the page.
    waiting = setTimeout(keep, 4 * PAUSE);
  }
};

form.dataset.keeps = 'yes';
form.addEventListener('input', () => {
  clearTimeout(waiting);
  waiting = setTimeout(keep, PAUSE);
});
form.addEventListener('submit', (event) => {
  clearTimeout(waiting);
  if (sending) event.preventDefault();
  sending = true;
});
// Coming back by the browser's own button, the form can be sent again.
addEventListener('pageshow', () => { sending = false; });
last = String(body());

// The coach answers after a pause. It never blocks, and what was set aside stays away.
const coach = document.getElementById('coach');
let asking = 0;
let heard = 0;

const ask = async () => {
  const turn = ++heard;
  try {
    const answer = await fetch(coach.dataset.hints, { method: 'POST', body: body(), headers: { accept: 'text/html' } });
    const told = await answer.text();
    if (answer.ok && turn === heard) {
      coach.innerHTML = told;
      dress();
    }
  } catch {
    // Without a network there are no questions; writing goes on.
  }
};

// Each question gets a way to set it aside, and leads to its words.
const dress = () => {
  for (const hint of coach.querySelectorAll('.coach-hint')) {
    const away = document.createElement('button');
    away.type = 'button';
    away.className = 'button button-quiet button-small';
    away.textContent = coach.dataset.dismiss;
    away.addEventListener('click', () => {
      const gone = document.createElement('input');
      Object.assign(gone, { type: 'hidden', name: 'dismissed', value: hint.dataset.check });
      form.append(gone);
      hint.remove();
      ask();
    });
    hint.append(away);
    hint.querySelector('mark')?.addEventListener('click', () => {
      const field = document.getElementById(hint.dataset.field);
      field?.focus();
      field?.setSelectionRange(Number(hint.dataset.start), Number(hint.dataset.end));
    });
  }
};

form.addEventListener('input', () => {
  clearTimeout(asking);
  asking = setTimeout(ask, 2 * PAUSE);
});
dress();

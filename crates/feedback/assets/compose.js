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

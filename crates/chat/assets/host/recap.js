// The preview follows the writing, rendered by the server. Without this module the button does it.
const form = document.querySelector('[data-recap]');
const preview = document.getElementById('preview');
let pause = 0;
let asked = 0;
let changed = form.hasAttribute('data-unsaved');

async function look() {
  const mine = (asked += 1);
  const body = new URLSearchParams(new FormData(form));
  body.set('do', 'preview');
  try {
    const answer = await fetch(form.getAttribute('action'), { method: 'POST', body, headers: { Accept: 'text/html' } });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.getElementById('preview');
    if (fresh && mine === asked) preview.replaceChildren(...document.importNode(fresh, true).childNodes);
  } catch {
    // Without a network the old preview stays; the text is safe in its field.
  }
}

form.addEventListener('input', () => {
  changed = true;
  clearTimeout(pause);
  pause = setTimeout(look, 500);
});
form.addEventListener('click', (event) => {
  if (!event.target.closest('[data-preview]')) return;
  event.preventDefault();
  look();
});
form.addEventListener('submit', () => { changed = false; });
addEventListener('beforeunload', (event) => { if (changed) event.preventDefault(); });

// The rows of the editor change in place. Without this module the same buttons ask the server to change them.
import { count, counting } from './count.js';

const form = document.querySelector('[data-editor]');
const words = { left: form.dataset.left, over: form.dataset.over };
counting(form, words);

const NUMBERED = /^((?:up|down|remove)-(?:take|panellist)-|take-|panel-)\d+/;

/** Gives the rows of a list their numbers again: ids, labels, button values and the words that hold them. */
function renumber(list) {
  [...list.children].forEach((row, i) => {
    const n = i + 1;
    for (const el of row.querySelectorAll('*')) {
      for (const name of ['id', 'for', 'value', 'aria-describedby']) {
        const value = el.getAttribute(name);
        if (value && !(name === 'value' && el.localName !== 'button')) {
          el.setAttribute(name, value.split(' ').map((id) => id.replace(NUMBERED, `$1${n}`)).join(' '));
        }
      }
      if (el.dataset.n) el.textContent = el.dataset.n.replace('{n}', n);
      if (el.dataset.nTitle) el.title = el.dataset.nTitle.replace('{n}', n);
    }
  });
}

function add(kind) {
  const list = form.querySelector(`[data-rows="${kind}"]`);
  list.append(form.querySelector(`[data-blank="${kind}"]`).content.cloneNode(true));
  renumber(list);
  const row = list.lastElementChild;
  for (const field of row.querySelectorAll('[data-max]')) count(field, words);
  row.querySelector('textarea, input').focus();
}

function move(row, way, button) {
  const list = row.parentElement;
  const neighbour = way === 'up' ? row.previousElementSibling : row.nextElementSibling;
  if (way === 'remove') {
    const next = neighbour ?? row.previousElementSibling;
    row.remove();
    const focus = next?.querySelector('textarea, input') ?? form.querySelector(`[data-add="${list.dataset.rows}"]`);
    focus.focus();
  } else if (neighbour) {
    if (way === 'up') neighbour.before(row);
    else neighbour.after(row);
    button.focus();
  }
  renumber(list);
}

form.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.dataset.add) add(button.dataset.add);
  else if (button.dataset.move) move(button.closest('[data-row]'), button.dataset.move, button);
  else return;
  event.preventDefault();
});

// Dragging, on top of the buttons, by the grip and where there is a fine pointer.
let dragged = null;
form.addEventListener('pointerdown', ({ target }) => {
  const row = target.closest('[data-grip]')?.closest('[data-row]');
  if (row) row.draggable = true;
});
form.addEventListener('pointerup', ({ target }) => target.closest('[data-row]')?.removeAttribute('draggable'));
form.addEventListener('dragstart', (event) => {
  if (!event.target.matches?.('[data-row]')) return;
  dragged = event.target;
  event.dataTransfer.effectAllowed = 'move';
  dragged.classList.add('dragged');
});
form.addEventListener('dragover', (event) => {
  const over = event.target.closest('[data-row]');
  if (!dragged || over?.parentElement !== dragged.parentElement) return;
  event.preventDefault();
  if (over === dragged) return;
  const { top, height } = over.getBoundingClientRect();
  if (event.clientY < top + height / 2) over.before(dragged);
  else over.after(dragged);
});
form.addEventListener('dragend', () => {
  if (!dragged) return;
  dragged.classList.remove('dragged');
  dragged.removeAttribute('draggable');
  renumber(dragged.parentElement);
  dragged = null;
});

// Nothing typed is lost by a slip: leaving with changes that were not saved asks first.
let changed = form.hasAttribute('data-unsaved');
form.addEventListener('input', () => { changed = true; });
form.addEventListener('click', ({ target }) => { changed ||= Boolean(target.closest('[data-add], [data-move]')); });
form.addEventListener('submit', () => { changed = false; });
addEventListener('beforeunload', (event) => { if (changed) event.preventDefault(); });

// Counts the characters that are left in a field. Code points, as the server counts them.

/** Shows what is left of `field` in the line that follows it. `words` are {left, over}, with {n} for the number. */
export function count(field, words) {
  const line = field.parentElement.querySelector('[data-left]');
  if (!line) return;
  const left = Number(field.dataset.max) - [...field.value.trim()].length;
  line.textContent = (left < 0 ? words.over : words.left).replace('{n}', Math.abs(left));
  line.classList.toggle('over', left < 0);
  // Near the end it is read out; before, it would only disturb.
  line.toggleAttribute('data-near', left <= 20);
}

/** Counts all fields of `root` now, and each again whenever it changes. */
export function counting(root, words) {
  for (const field of root.querySelectorAll('[data-max]')) count(field, words);
  root.addEventListener('input', ({ target }) => {
    if (target.matches('[data-max]')) count(target, words);
  });
}

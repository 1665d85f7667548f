// Brings a piece of the page up to date with what the server renders now, and leaves alone what the person is doing:
// the field in hand, words that were typed and not sent, opened details, anything marked data-keep.

/** Makes `root` look like `fresh`. Elements are the same when their ids are, or without ids their tags. */
export function morph(root, fresh) {
  const active = document.activeElement;
  const { selectionStart, selectionEnd } = active ?? {};
  const wanted = new Set([...fresh.querySelectorAll('[id]')].map(({ id }) => id));
  // What leaves one place may come back in another: it waits here until all is done.
  const aside = document.createElement('div');
  element(root, fresh, { root, wanted, aside });
  if (active?.isConnected && document.activeElement !== active) {
    active.focus({ preventScroll: true });
    if (selectionStart != null) active.setSelectionRange(selectionStart, selectionEnd);
  }
}

function element(old, fresh, all) {
  if (old.hasAttribute('data-keep')) return;
  // A field is the person's as soon as it differs from what the server last said.
  const field = 'defaultValue' in old;
  const untouched = field && old.value === old.defaultValue && old.checked === old.defaultChecked;
  attributes(old, fresh);
  if (!field) return children(old, fresh, all);
  if (old.defaultValue !== fresh.defaultValue) old.defaultValue = fresh.defaultValue;
  if (!untouched) return;
  if (old.value !== fresh.defaultValue) old.value = fresh.defaultValue;
  if (old.checked !== fresh.defaultChecked) old.checked = fresh.defaultChecked;
}

function attributes(old, fresh) {
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    const own = name === 'open' || name === 'aria-busy';
    if (!own && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }
}

function children(old, fresh, all) {
  let here = old.firstChild;
  const skip = () => {
    const gone = here;
    here = here.nextSibling;
    if (gone.nodeType === Node.ELEMENT_NODE) all.aside.append(gone);
    else gone.remove();
  };
  for (const want of [...fresh.childNodes]) {
    const isElement = want.nodeType === Node.ELEMENT_NODE;
    // Nobody waits for these: away with them, so that what stays need not move (moving loses scroll and focus).
    while (here && isElement && (here.nodeType !== Node.ELEMENT_NODE || (here.id && !all.wanted.has(here.id)))) skip();
    const found = match(here, want, all);
    if (found && found === here) here = here.nextSibling;
    else if (found) old.insertBefore(found, here);
    if (!found) {
      // Shallow: a new place may be made for a form that is already somewhere, with words in it.
      const made = document.importNode(want, false);
      old.insertBefore(made, here);
      if (isElement) element(made, want, all);
    } else if (isElement) element(found, want, all);
    else if (found.nodeValue !== want.nodeValue) found.nodeValue = want.nodeValue;
  }
  while (here) skip();
}

function match(here, want, { root, aside }) {
  if (want.nodeType !== Node.ELEMENT_NODE) return here?.nodeType === want.nodeType ? here : null;
  const same = (node) => node && node.localName === want.localName && node.id === want.id;
  if (!want.id) return same(here) ? here : null;
  if (same(here)) return here;
  const where = `#${CSS.escape(want.id)}`;
  const found = root.querySelector(where) ?? aside.querySelector(where);
  return same(found) ? found : null;
}

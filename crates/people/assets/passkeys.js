// Passkeys: asks the server what to sign, lets the browser sign it, sends what comes of it. The pages say all words;
// this only shows them.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** What navigator.credentials takes: the same with bytes for texts. */
function opened(options) {
  const named = (list) => list?.map((it) => ({ ...it, id: bytes(it.id) }));
  const publicKey = { ...options, challenge: bytes(options.challenge) };
  if (options.user) publicKey.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) publicKey.excludeCredentials = named(options.excludeCredentials);
  return { publicKey };
}

/** What the server takes: texts for bytes. */
function closed(credential) {
  const { response } = credential;
  const parts = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ['attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (response[name]) parts[name] = text(response[name]);
  }
  return { rawId: text(credential.rawId), type: credential.type, response: parts };
}

/** Asks the server. What it refuses is thrown with its own words. */
async function ask(address, body) {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const said = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(said.title), { detail: said.detail });
  return said;
}

/** Which of the page's sentences explains an error. */
const kinds = { NotAllowedError: 'cancelled', AbortError: 'cancelled', InvalidStateError: 'there' };

function hold(root) {
  const { passkey, origin, challenge, send, to } = root.dataset;
  const button = root.querySelector('[data-start]');
  const says = [...root.querySelectorAll('[data-say]')];
  const say = (name, words) => {
    for (const it of says) it.hidden = it.dataset.say !== name;
    const shown = says.find((it) => !it.hidden);
    if (shown && words) shown.textContent = words;
  };

  if (location.origin !== origin) return say('elsewhere');
  if (!window.PublicKeyCredential || !navigator.credentials) return say('none');
  button.hidden = false;

  async function go() {
    button.disabled = true;
    say();
    try {
      const options = opened(await ask(challenge, {}));
      const credential = passkey === 'make'
        ? await navigator.credentials.create(options)
        : await navigator.credentials.get(options);
      const more = passkey === 'make' ? { name: root.elements.name.value } : { to };
      const { go: next } = await ask(send, { credential: closed(credential), ...more });
      location.assign(next);
    } catch (error) {
      if (error.detail) say('server', error.detail);
      else say(kinds[error.name] ?? 'failed');
      button.disabled = false;
    }
  }

  button.addEventListener('click', go);
  // Enter in the field for the name would send the form, which nothing reads.
  if (root.matches('form')) {
    root.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!button.disabled) go();
    });
  }
}

for (const root of document.querySelectorAll('[data-passkey]')) hold(root);

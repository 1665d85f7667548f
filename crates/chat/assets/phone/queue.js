// Answers that the server has not yet called saved. They outlive a reload, a lock screen and a dead network.

// Ms for a database to open: some never answer.
const PATIENCE = 2_000;

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    setTimeout(reject, PATIENCE);
  });

function open() {
  const request = indexedDB.open("candor", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("queue", { keyPath: ["voice", "seq"] });
  return done(request);
}

export class Queue {
  #voice;
  #db = null;
  #waiting = new Map();

  constructor(voice) {
    this.#voice = voice;
  }

  /** Brings back what an earlier page left. Without a database a line of local storage holds it. */
  async load() {
    let all = [];
    try {
      this.#db = await open();
      all = await done(this.#store("readonly").getAll());
    } catch {
      this.#db = null;
      try {
        all = JSON.parse(localStorage.getItem(this.#voice)) ?? [];
      } catch {
        // Neither: the queue lives as long as the page.
      }
    }
    for (const entry of all) if (entry.voice === this.#voice) this.#waiting.set(entry.seq, entry);
  }

  /** Keeps a command; resolves when it will outlive the page. */
  async put(command) {
    const entry = { ...command, voice: this.#voice, at: Date.now() };
    this.#waiting.set(entry.seq, entry);
    await this.#keep((store) => store.put(entry));
    return entry;
  }

  /** Forgets a command that the server has answered. */
  drop(seq) {
    if (this.#waiting.delete(seq)) this.#keep((store) => store.delete([this.#voice, seq]));
  }

  /** All that waits, in order. */
  all() {
    return [...this.#waiting.values()].sort((a, b) => a.seq - b.seq);
  }

  get(seq) {
    return this.#waiting.get(seq);
  }

  get size() {
    return this.#waiting.size;
  }

  async #keep(change) {
    try {
      if (this.#db) await done(change(this.#store("readwrite")));
      else localStorage.setItem(this.#voice, JSON.stringify(this.all()));
    } catch {
      // A full or forbidden store: the page itself still holds it.
    }
  }

  #store(mode) {
    return this.#db.transaction("queue", mode).objectStore("queue");
  }
}

// Answers that the server has not yet called saved. They outlive a reload, a lock screen and a dead network.

const open = () =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open("candor", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("queue", { keyPath: ["voice", "seq"] });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export class Queue {
  #voice;
  #db = null;
  #waiting = new Map();

  constructor(voice) {
    this.#voice = voice;
  }

  /** Brings back what an earlier page left. Without a database the queue lives as long as the page. */
  async load() {
    try {
      this.#db = await open();
      const all = await done(this.#store("readonly").getAll());
      for (const entry of all) if (entry.voice === this.#voice) this.#waiting.set(entry.seq, entry);
    } catch {
      this.#db = null;
    }
  }

  /** Keeps a command; resolves when it will outlive the page. */
  async put(command) {
    const entry = { ...command, voice: this.#voice, at: Date.now() };
    this.#waiting.set(entry.seq, entry);
    if (this.#db) await done(this.#store("readwrite").put(entry)).catch(() => {});
    return entry;
  }

  /** Forgets a command that the server has answered. */
  drop(seq) {
    if (!this.#waiting.delete(seq) || !this.#db) return;
    done(this.#store("readwrite").delete([this.#voice, seq])).catch(() => {});
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

  #store(mode) {
    return this.#db.transaction("queue", mode).objectStore("queue");
  }
}

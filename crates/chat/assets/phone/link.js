// The socket: resumes the voice, and comes back by itself.

// Ms before the first try to come back.
const FIRST = 300;
// Ms over which phones spread, so that a room does not come back as one.
const SPREAD = 1_200;
// Ms between two tries.
const LONGEST = 10_000;
// Ms without a word before a connection that owes us one is given up.
const PATIENCE = 7_000;
// Ms after which an answer had to wait on the phone.
const LATE = 3_000;
const wait = (ms, then) => setTimeout(then, ms * (0.5 + Math.random()));

export class Link {
  #boot;
  #queue;
  #on;
  #socket = null;
  #ready = false;
  #tries = 0;
  #timer = 0;
  #heard = 0;
  #stopped = false;

  constructor(boot, queue, on) {
    this.#boot = boot;
    this.#queue = queue;
    this.#on = on;
  }

  /** Connects, and from then on comes back by itself. */
  start() {
    const back = () => document.visibilityState === "visible" && (this.#isOld(20_000) ? this.renew() : this.now());
    addEventListener("online", () => this.renew());
    addEventListener("offline", () => this.#lost());
    addEventListener("pageshow", back);
    document.addEventListener("visibilitychange", back);
    setInterval(() => this.#doubt(), 1_000);
    this.now();
  }

  get ready() {
    return this.#ready;
  }

  /** Connects, unless it is connected. */
  now() {
    if (!this.#socket) this.renew();
  }

  /** A new connection in place of the old one, and with it a fresh welcome. */
  renew() {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    const old = this.#socket;
    this.#connect();
    old?.close();
  }

  /** Sends a command now, if that is possible; else it waits in the queue. */
  send({ voice, at, ...frame }) {
    if (!this.#ready) return;
    if (frame.t === "swipe") frame.late = Date.now() - at > LATE;
    this.#socket.send(JSON.stringify(frame));
  }

  #isOld(ms, since = 0) {
    return Date.now() - Math.max(this.#heard, since) > ms;
  }

  /** A dead network does not close a socket: an answer that nobody acknowledges tells. */
  #doubt() {
    const owed = this.#ready ? this.#queue.all()[0]?.at : 0;
    if (!this.#socket || owed == null || !this.#isOld(PATIENCE, owed)) return;
    this.#socket.close();
    this.#lost();
  }

  #connect() {
    const socket = new WebSocket(`${location.origin.replace("http", "ws")}/ws/phone`);
    this.#socket = socket;
    this.#ready = false;
    this.#heard = Date.now();
    socket.onopen = () => {
      const { chat, token } = this.#boot;
      socket.send(JSON.stringify({ t: "resume", chat, token, waiting: this.#queue.size }));
    };
    socket.onmessage = ({ data }) => this.#socket === socket && this.#hear(JSON.parse(data));
    socket.onclose = () => this.#socket === socket && this.#lost();
  }

  #lost() {
    this.#socket = null;
    this.#ready = false;
    clearTimeout(this.#timer);
    if (!this.#stopped) {
      const spread = Math.min(SPREAD * 2 ** Math.max(0, this.#tries - 2), LONGEST - FIRST);
      this.#timer = setTimeout(() => this.now(), FIRST + spread * Math.random());
    }
    this.#tries += 1;
    this.#on.lost();
  }

  #hear(frame) {
    this.#heard = Date.now();
    if (frame.t === "welcome") {
      this.#ready = true;
      this.#tries = 0;
      this.#on.welcome(frame);
      for (const command of this.#queue.all()) this.send(command);
    } else if (frame.t === "room") {
      this.#on.room(frame);
    } else if (frame.t === "here") {
      this.#on.here(frame);
    } else if (frame.t === "ack") {
      const command = this.#queue.get(frame.seq);
      if (frame.state !== "saved") return;
      this.#queue.drop(frame.seq);
      this.#on.saved(command);
    } else if (frame.t === "busy") {
      wait(frame.retry_ms, () => {
        const command = this.#queue.get(frame.seq);
        if (command) this.send(command);
        // Nothing of ours: the door itself was busy.
        else if (!this.#ready) this.renew();
      });
    } else if (frame.t === "refused" && this.#ready) {
      this.#queue.drop(frame.seq);
      this.#on.refused(frame);
      // Another window answered: what counts is on the server.
      if (frame.why === "seq_used") this.renew();
    } else if (frame.t === "refused" || (frame.t === "bye" && !frame.again)) {
      this.#stopped = true;
      this.#on.gone(frame);
    }
  }
}

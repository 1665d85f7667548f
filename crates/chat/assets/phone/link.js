// The socket: resumes the voice, comes back by itself, and never sends a command twice at once.

const FIRST = 300; // ms before the first try to come back
const LONGEST = 10_000; // ms between two tries
const SILENCE = 45_000; // ms without a frame or a new connection before one is doubted
const jitter = (ms) => ms * (0.5 + Math.random());

export class Link {
  #boot;
  #queue;
  #on;
  #socket = null;
  #ready = false;
  #tries = 0;
  #timer = 0;
  #stopped = false;

  constructor(boot, queue, on) {
    this.#boot = boot;
    this.#queue = queue;
    this.#on = on;
    addEventListener("online", () => this.now());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.now());
    addEventListener("pageshow", (event) => event.persisted && this.now());
    addEventListener("offline", () => this.#socket?.close());
  }

  get ready() {
    return this.#ready;
  }

  /** Connects at once, unless it is connected. */
  now() {
    if (this.#stopped || (this.#socket && this.#socket.readyState <= WebSocket.OPEN)) return;
    clearTimeout(this.#timer);
    this.#connect();
  }

  /** A fresh welcome: what the server knows, whatever this page believed. */
  renew() {
    this.#tries = 0;
    if (this.#socket) this.#socket.close();
    else this.now();
  }

  /** Sends a command now, if that is possible; else it waits in the queue. */
  send(command) {
    if (!this.#ready) return;
    const { t, take, seq, at } = command;
    const late = Date.now() - at > 3_000;
    const frame =
      t === "swipe"
        ? { t, take, seq, side: command.side, reservation: command.reservation, late }
        : { t, take, seq, words: command.words, quotable: command.quotable, named: command.named };
    this.#socket.send(JSON.stringify(frame));
  }

  #connect() {
    const { protocol, host } = location;
    const socket = new WebSocket(`${protocol === "https:" ? "wss" : "ws"}://${host}/ws/phone`);
    this.#socket = socket;
    const doubt = setTimeout(() => this.#ready || socket.close(), SILENCE);
    socket.onopen = () => {
      const { chat, token } = this.#boot;
      socket.send(JSON.stringify({ t: "resume", chat, token, waiting: this.#queue.size }));
    };
    socket.onmessage = ({ data }) => this.#hear(JSON.parse(data));
    socket.onclose = () => {
      clearTimeout(doubt);
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.#ready = false;
      this.#on.lost();
      this.#again();
    };
  }

  #again() {
    if (this.#stopped) return;
    const pause = jitter(Math.min(FIRST * 2 ** this.#tries, LONGEST));
    this.#tries += 1;
    this.#timer = setTimeout(() => this.now(), pause);
  }

  #hear(frame) {
    switch (frame.t) {
      case "welcome":
        this.#ready = true;
        this.#tries = 0;
        this.#on.welcome(frame);
        for (const command of this.#queue.all()) this.send(command);
        break;
      case "room":
        this.#on.room(frame);
        break;
      case "ack":
        if (frame.state === "saved") this.#queue.drop(frame.seq);
        this.#on.saved(frame);
        break;
      case "busy": {
        const pause = jitter(frame.retry_ms);
        setTimeout(() => {
          const command = this.#queue.get(frame.seq);
          if (command) this.send(command);
          // Nothing of ours: the door itself was busy.
          else if (!this.#ready) this.renew();
        }, pause);
        break;
      }
      case "refused":
        if (frame.why === "unknown_voice") this.#stop(frame);
        else this.#refused(frame);
        break;
      case "bye":
        if (!frame.again) this.#stop(frame);
        break;
    }
  }

  #refused(frame) {
    this.#queue.drop(frame.seq);
    this.#on.refused(frame);
    // What this page showed is not what counts: hear it anew.
    this.renew();
  }

  #stop(frame) {
    this.#stopped = true;
    this.#on.gone(frame);
  }
}

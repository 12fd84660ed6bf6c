/** Answers, flags and marks of the passage on their way to the server. Each is kept in this browser, keyed by attempt and
 *  person, until the server has confirmed it: a reload, a second tab or a lost connection loses nothing.
 *  Events: "state" {state, waiting, savedAt}, "reply" (the server's answer), "refused" (one answer), "arrived" (another tab),
 *  "marked" (a mark of another tab). */
const ROOT = "imtihon";
const WEEK = 7 * 24 * 3600 * 1000;
const MOST = 100;
const TIMEOUT = 15000;
const LONGEST_WAIT = 30000;

export class Outbox extends EventTarget {
  constructor({ attempt, user, url, nextSeq = 1 }) {
    super();
    Object.assign(this, { attempt, user, url });
    this.store = storage();
    this.fails = this.lastStatus = 0;
    this.learnSeq(nextSeq);
    this.forgetOld();
    addEventListener("online", () => this.retry());
    addEventListener("offline", () => this.tell("offline"));
    addEventListener("storage", (event) => this.hear(event));
  }

  /** Everything not confirmed yet, in the order of its making. */
  get waiting() {
    return this.read(`answer:${this.attempt}`).sort((one, other) => one.seq - other.seq);
  }

  get waitingFlags() {
    return this.read(`flag:${this.attempt}`);
  }

  get waitingMarks() {
    return this.read(`mark:${this.attempt}`).sort((one, other) => one.seq - other.seq);
  }

  get isEmpty() {
    return !this.pending;
  }

  get pending() {
    return this.waiting.length + this.waitingFlags.length + this.waitingMarks.length;
  }

  /** Keep one answer and send it soon; what it replaces need not be sent any more. */
  put(question, value) {
    for (const earlier of this.waiting) {
      if (earlier.question === question && !this.inFlight?.has(earlier.idem)) this.drop("answer", earlier.idem);
    }
    const idem = uuid();
    const entry = { idem, question, value, seq: this.takeSeq(), client_at: new Date().toISOString() };
    this.write("answer", idem, entry);
    this.tell("saving");
    this.sendIn(300);
  }

  /** Keep one flag and send it soon. */
  putFlag(question, flagged) {
    this.write("flag", question, { idem: question, question, flagged });
    this.sendIn(300);
  }

  /** Keep the newest form of a mark and send it soon; the mark with its place in the order. */
  putMark(mark) {
    const entry = { ...mark, seq: this.takeSeq() };
    this.write("mark", mark.uid, entry);
    this.tell("saving");
    this.sendIn(300);
    return entry;
  }

  /** Send what is waiting; true once nothing is. */
  async flush() {
    clearTimeout(this.timer);
    if (this.sending) await this.sending;
    while (!this.isEmpty) {
      const before = this.pending;
      if (!(await this.send())) return false;
      if (this.pending >= before) return false;
    }
    return true;
  }

  /** The page is leaving: last requests that outlive it. */
  leave() {
    const changes = this.waitingMarks.slice(0, MOST).map(wireMark);
    if (changes.length) this.request("highlights/", "PUT", { changes }, { keepalive: true }).catch(() => {});
    const answers = this.waiting.slice(0, MOST).map(wire);
    if (answers.length) this.request("answers/", "POST", { answers }, { keepalive: true }).catch(() => {});
  }

  /** Any call to this attempt's part of the API; throws Refusal or a network error. */
  async request(path, method, body, more = {}) {
    const response = await fetch(this.url + path, {
      method,
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken() },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: more.keepalive ? undefined : AbortSignal.timeout?.(TIMEOUT),
      ...more,
    });
    if (!response.ok) throw new Refusal(response.status);
    return response.json();
  }

  sendIn(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), milliseconds);
  }

  retry() {
    this.fails = 0;
    this.sendIn(100 + Math.random() * 400);
  }

  send() {
    this.sending ??= this.sendNow().finally(() => {
      this.sending = null;
    });
    return this.sending;
  }

  async sendNow() {
    try {
      await this.sendAnswers();
      await this.sendFlags();
      await this.sendMarks();
    } catch (error) {
      this.failed(error);
      return false;
    }
    this.fails = this.lastStatus = 0;
    if (this.isEmpty) this.tell("saved");
    else this.sendIn(300);
    return true;
  }

  async sendAnswers() {
    const batch = this.waiting.slice(0, MOST);
    if (!batch.length) return;
    this.inFlight = new Set(batch.map((entry) => entry.idem));
    try {
      const reply = await this.request("answers/", "POST", { answers: batch.map(wire) });
      for (const idem of reply.acked) this.drop("answer", idem);
      for (const refused of reply.refused) {
        const entry = batch.find((one) => one.idem === refused.idem);
        this.drop("answer", refused.idem);
        this.dispatchEvent(new CustomEvent("refused", { detail: { ...refused, question: entry?.question } }));
      }
      this.learnSeq(reply.next_seq);
      this.savedAt = reply.server_now;
      this.dispatchEvent(new CustomEvent("reply", { detail: reply }));
    } finally {
      this.inFlight = null;
    }
  }

  async sendFlags() {
    for (const { question, flagged } of this.waitingFlags) {
      try {
        await this.request("flags/", "PUT", { question, flagged });
      } catch (error) {
        if (![400, 404, 409].includes(error.status)) throw error;
      }
      const now = this.waitingFlags.find((flag) => flag.question === question);
      if (now?.flagged === flagged) this.drop("flag", question);
    }
  }

  /** A mark that the server does not take is given up: it is no answer. */
  async sendMarks() {
    const batch = this.waitingMarks.slice(0, MOST);
    if (!batch.length) return;
    try {
      const reply = await this.request("highlights/", "PUT", { changes: batch.map(wireMark) });
      this.learnSeq(reply.next_seq);
      this.savedAt = reply.server_now;
    } catch (error) {
      if (![400, 404, 409].includes(error.status)) throw error;
    }
    for (const { uid, seq } of batch) {
      if (this.waitingMarks.find((mark) => mark.uid === uid)?.seq === seq) this.drop("mark", uid);
    }
  }

  /** Whether the server is there but will not take what is waiting. */
  get isRefused() {
    return this.lastStatus >= 400 && this.lastStatus < 500 && ![401, 403, 408, 429].includes(this.lastStatus);
  }

  failed(error) {
    this.fails += 1;
    this.lastStatus = error.status ?? 0;
    const signedOut = error.status === 401 || error.status === 403;
    this.tell(signedOut ? "session" : navigator.onLine ? "failed" : "offline");
    const wait = Math.min(LONGEST_WAIT, 1000 * 2 ** (this.fails - 1));
    this.sendIn(wait * (0.75 + Math.random() / 2));
  }

  tell(state) {
    const waiting = this.waiting.length;
    this.state = state;
    this.dispatchEvent(new CustomEvent("state", { detail: { state, waiting, savedAt: this.savedAt } }));
  }

  /** Another tab of this browser has kept an answer or a mark. */
  hear(event) {
    const kind = ["answer", "mark"].find((one) => event.key?.startsWith(`${ROOT}:${one}:${this.attempt}:`));
    if (!kind || !event.newValue) return;
    const entry = JSON.parse(event.newValue);
    this.learnSeq(entry.seq + 1);
    const name = kind === "mark" ? "marked" : "arrived";
    if (entry.user === this.user) this.dispatchEvent(new CustomEvent(name, { detail: entry }));
  }

  learnSeq(next) {
    const key = `${ROOT}:seq:${this.attempt}`;
    this.nextSeq = Math.max(next, this.nextSeq ?? 1, Number(this.store.getItem(key) ?? 1));
    keep(this.store, key, String(this.nextSeq));
  }

  takeSeq() {
    this.learnSeq(1);
    const seq = this.nextSeq;
    this.learnSeq(seq + 1);
    return seq;
  }

  write(kind, idem, entry) {
    const value = { ...entry, user: this.user, kept: Date.now() };
    keep(this.store, `${ROOT}:${kind}:${this.attempt}:${idem}`, JSON.stringify(value));
  }

  drop(kind, idem) {
    this.store.removeItem(`${ROOT}:${kind}:${this.attempt}:${idem}`);
  }

  read(prefix) {
    return keysOf(this.store, `${ROOT}:${prefix}:`)
      .map((key) => JSON.parse(this.store.getItem(key) ?? "null"))
      .filter((entry) => entry?.user === this.user);
  }

  forgetOld() {
    for (const key of ["answer", "flag", "mark"].flatMap((kind) => keysOf(this.store, `${ROOT}:${kind}:`))) {
      const entry = JSON.parse(this.store.getItem(key) ?? "null");
      if (!entry || Date.now() - entry.kept > WEEK) this.store.removeItem(key);
    }
  }
}

export class Refusal extends Error {
  constructor(status) {
    super(`refused with ${status}`);
    this.status = status;
  }
}

/** The cookie's token, which a login in another window renews; else the one of the page's form. */
function csrfToken() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

function wire({ idem, question, seq, value, client_at }) {
  return { idem, question, seq, value, client_at };
}

function wireMark({ uid, seq, part, paragraph, start, end, colour, note, removed }) {
  return { uid, seq, part, paragraph, start, end, colour, note, removed };
}

function keysOf(store, prefix) {
  return [...Array(store.length).keys()].map((index) => store.key(index)).filter((key) => key.startsWith(prefix));
}

function keep(store, key, value) {
  try {
    store.setItem(key, value);
  } catch {
    spare.set(key, value);
  }
}

const spare = new Map();

/** The browser's own store; where it is switched off, this page's memory. */
function storage() {
  try {
    localStorage.setItem(`${ROOT}:probe`, "1");
    localStorage.removeItem(`${ROOT}:probe`);
    return localStorage;
  } catch {
    return {
      get length() {
        return spare.size;
      },
      key: (index) => [...spare.keys()][index],
      getItem: (key) => spare.get(key) ?? null,
      setItem: (key, value) => spare.set(key, value),
      removeItem: (key) => spare.delete(key),
    };
  }
}

export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

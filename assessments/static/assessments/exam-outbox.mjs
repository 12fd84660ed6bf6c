/** <exam-outbox>: the save line of the exam screen. Hears every answer and flag, keeps and sends them, says
 *  whether they are saved, brings back what was not sent, and hands the attempt in when the time is up. */
import { isAnswered, questionByUid, say, show, valueOf } from "./answers.mjs";
import { Outbox } from "./outbox.mjs";

const TYPING = 900;
const HEARTBEAT = 20000;
const LOST_AFTER = 30000;
const ICONS = { saved: "cloud-check", saving: "cloud-upload", failed: "cloud-off", offline: "cloud-off", session: "cloud-off" };
const receipt = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: "Asia/Tashkent" });

class ExamOutbox extends HTMLElement {
  connectedCallback() {
    const { attempt, user, url, nextSeq } = this.dataset;
    this.outbox = new Outbox({ attempt, user, url, nextSeq: Number(nextSeq) });
    this.form = document.getElementById("exam-form");
    this.seqs = new Map();
    this.typing = new Map();
    this.outbox.addEventListener("state", (event) => this.draw(event.detail));
    this.outbox.addEventListener("reply", (event) => this.heard(event.detail));
    this.outbox.addEventListener("arrived", (event) => this.adopt(event.detail));
    this.outbox.addEventListener("refused", (event) => say(event.detail.detail, true));
    const line = this.querySelector(".save-line__text");
    if (!line.textContent) line.textContent = this.dataset.wordsReady;
    this.listen();
    this.restore();
    setInterval(() => this.beat(), HEARTBEAT);
  }

  listen() {
    this.form.addEventListener("input", (event) => this.changed(event));
    this.form.addEventListener("change", (event) => this.changed(event));
    this.form.addEventListener("focusout", () => this.settle());
    this.form.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("exam:time-up", () => this.timeUp());
    addEventListener("pagehide", () => this.leaving());
    addEventListener("beforeunload", (event) => {
      this.settle();
      if (!this.going && !this.outbox.isEmpty && this.outbox.state !== "saving") event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => (document.hidden ? this.leaving() : this.refresh()));
    addEventListener("pageshow", (event) => {
      this.going = false;
      if (event.persisted) this.refresh();
    });
  }

  /** A choice is kept at once, typing once it pauses. */
  changed(event) {
    const question = event.target.closest("[data-question]");
    if (!question || event.detail?.shown) return;
    this.mark(question);
    clearTimeout(this.typing.get(question));
    if (event.type === "input" && event.target.matches("[type=text], textarea")) {
      this.typing.set(question, setTimeout(() => this.keep(question), TYPING));
    } else {
      this.keep(question);
    }
  }

  keep(question) {
    clearTimeout(this.typing.get(question));
    this.typing.delete(question);
    const value = valueOf(question);
    const text = JSON.stringify(value);
    if (question.keptValue === text) return;
    question.keptValue = text;
    this.outbox.put(question.dataset.question, value);
    this.seqs.set(question.dataset.question, this.outbox.nextSeq - 1);
  }

  /** Keep what is still being typed. */
  settle() {
    for (const question of [...this.typing.keys()]) this.keep(question);
  }

  leaving() {
    this.settle();
    this.outbox.leave();
  }

  /** What was not sent before the page was loaded is shown again and sent. */
  restore() {
    for (const question of this.form.querySelectorAll("[data-question]")) {
      question.keptValue = JSON.stringify(valueOf(question));
    }
    for (const entry of this.outbox.waiting) this.adopt(entry);
    for (const { question, flagged } of this.outbox.waitingFlags) this.showFlag(question, flagged);
    if (!this.outbox.isEmpty) this.outbox.sendIn(100);
  }

  /** An answer from elsewhere: shown if it is later than what stands here. */
  adopt({ question: uid, value, seq }) {
    const question = questionByUid(uid);
    if ((this.seqs.get(uid) ?? 0) > seq) return;
    this.seqs.set(uid, seq);
    if (question && !this.typing.has(question) && JSON.stringify(valueOf(question)) !== JSON.stringify(value)) {
      show(question, value);
      question.keptValue = JSON.stringify(valueOf(question));
      this.mark(question);
    }
    if (!question) this.announce("exam:answer", { question: uid, answered: value.length > 0 });
  }

  /** The learner comes back: another browser may have answered meanwhile. */
  async refresh() {
    try {
      const paper = await this.outbox.request("", "GET");
      this.heard(paper);
      this.outbox.learnSeq(paper.next_seq);
      const unsent = new Set(this.outbox.waiting.map((entry) => entry.question));
      for (const [uid, { value, seq }] of Object.entries(paper.responses)) {
        if (!unsent.has(uid)) this.adopt({ question: uid, value: Array.isArray(value) ? value : String(value), seq });
      }
    } catch {
      this.outbox.sendIn(1000);
    }
  }

  async beat() {
    if (document.hidden) return;
    try {
      this.heard(await this.outbox.request("heartbeat/", "POST", {}));
    } catch (error) {
      if (!this.outbox.isEmpty || error.status === 401 || error.status === 403) this.outbox.failed(error);
    }
  }

  heard(reply) {
    this.announce("exam:reply", reply);
    if (reply.state !== "in_progress" && !this.going && this.outbox.isEmpty) this.go(this.dataset.done);
  }

  clicked(event) {
    const flag = event.target.closest("button.flag");
    if (flag) {
      event.preventDefault();
      this.toggleFlag(flag.value);
      return;
    }
    const link = event.target.closest("exam-palette a");
    if (link && !link.getAttribute("href").startsWith("#")) {
      event.preventDefault();
      this.go(link.href);
    }
  }

  toggleFlag(uid) {
    const button = questionByUid(uid)?.querySelector("button.flag");
    const flagged = button?.getAttribute("aria-pressed") !== "true";
    this.outbox.putFlag(uid, flagged);
    this.showFlag(uid, flagged);
  }

  showFlag(uid, flagged) {
    questionByUid(uid)?.querySelector("button.flag")?.setAttribute("aria-pressed", String(flagged));
    this.announce("exam:flag", { question: uid, flagged });
  }

  submitted(event) {
    event.preventDefault();
    this.settle();
    if (event.submitter?.dataset.go) this.go(event.submitter.dataset.go);
    else this.outbox.flush();
  }

  /** To another page of the attempt, unless answers would be left behind without a connection. */
  async go(url) {
    this.settle();
    const saved = await Promise.race([this.outbox.flush(), new Promise((done) => setTimeout(done, 3000))]);
    if (!saved && (!navigator.onLine || ["offline", "failed", "session"].includes(this.outbox.state))) {
      say(this.dataset.wordsStay, true);
      this.lost(this.dataset.wordsStay);
      return;
    }
    this.going = true;
    location.assign(url);
  }

  /** No way back: send what is there, hand in, and show the receipt; without a connection go on trying. */
  async timeUp() {
    if (this.handingIn) return;
    this.handingIn = this.going = true;
    const dialog = document.getElementById("time-up");
    const text = dialog.querySelector("[data-time-up-text]");
    for (const open of document.querySelectorAll("dialog[open]")) open.close();
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    dialog.showModal();
    this.settle();
    for (;;) {
      try {
        await this.outbox.flush();
        if (this.outbox.isEmpty || this.outbox.isRefused) {
          await this.outbox.request("submit/", "POST", {});
          break;
        }
      } catch (error) {
        if (error.status === 404 || error.status === 409) break;
      }
      text.textContent = text.dataset.wordsWaiting;
      await new Promise((done) => setTimeout(done, 3000));
    }
    location.replace(this.dataset.done);
  }

  mark(question) {
    this.announce("exam:answer", { question: question.dataset.question, answered: isAnswered(question) });
  }

  announce(name, detail) {
    document.dispatchEvent(new CustomEvent(name, { detail }));
  }

  draw({ state, waiting, savedAt }) {
    const before = this.dataset.state;
    this.dataset.state = state === "session" ? "failed" : state;
    this.querySelector("use").setAttribute("href", `#i-${ICONS[state]}`);
    const words = this.dataset;
    this.querySelector(".save-line__text").textContent = {
      saved: savedAt ? `${words.wordsSaved} ${receipt.format(new Date(savedAt))}` : words.wordsSaved,
      saving: words.wordsSaving,
      failed: `${words.wordsFailed} ${waiting}`,
      session: words.wordsSession,
      offline: `${words.wordsOffline} ${waiting}`,
    }[state];
    this.watch(state, before);
  }

  /** The bar after half a minute without a connection, and a word when all is saved again. */
  watch(state, before) {
    if (state === "saved") {
      clearTimeout(this.lostTimer);
      this.lostTimer = null;
      this.lost("");
      if (before === "failed" || before === "offline") say(this.dataset.wordsBack);
    } else if (state === "session") {
      this.lost(this.dataset.wordsSession);
      say(this.dataset.wordsSession, true);
    } else if (state !== "saving" && !this.lostTimer) {
      this.lostTimer = setTimeout(() => {
        this.lost(this.dataset.wordsLost);
        say(this.dataset.wordsLost, true);
      }, LOST_AFTER);
    }
  }

  lost(text) {
    const line = document.querySelector("[data-lost-line]");
    line.textContent = text;
    line.hidden = !text;
  }
}

customElements.define("exam-outbox", ExamOutbox);

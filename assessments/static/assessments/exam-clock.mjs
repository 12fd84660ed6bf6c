/** <exam-clock data-deadline data-now>: both times are the server's, so a wrong device clock neither cheats nor
 *  harms. It is silent but for 10, 5 and 1 minute; extra time shows with the next word from the server. */
import { say } from "./answers.mjs";

const WARNINGS = [600, 300, 60];
const LEVELS = { 600: "soon", 300: "late", 60: "last" };
const FRESH = 20;

class ExamClock extends HTMLElement {
  connectedCallback() {
    this.text = this.querySelector(".timer__text");
    this.button = this.querySelector("[data-hide-time]");
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.hide(!this.isHidden));
    document.addEventListener("exam:reply", (event) => this.learn(event.detail));
    this.learnTimes();
    this.hide(localStorage.getItem("imtihon:hide-time") === "1");
    this.ticking = setInterval(() => this.tick(), 500);
    this.tick();
  }

  disconnectedCallback() {
    clearInterval(this.ticking);
  }

  get secondsLeft() {
    return (this.given - (performance.now() - this.receivedAt)) / 1000;
  }

  get isHidden() {
    return this.button.getAttribute("aria-pressed") === "true";
  }

  learn({ server_now: now, deadline_at: deadline }) {
    if (!now || !deadline) return;
    const later = Date.parse(deadline) - Date.parse(this.dataset.deadline) > 1000;
    Object.assign(this.dataset, { now, deadline });
    this.learnTimes();
    if (later) say(this.dataset.wordsMore);
    this.tick();
  }

  learnTimes() {
    this.given = Date.parse(this.dataset.deadline) - Date.parse(this.dataset.now);
    this.receivedAt = performance.now();
  }

  tick() {
    const left = this.secondsLeft;
    const level = WARNINGS.findLast((seconds) => left <= seconds);
    this.dataset.level = LEVELS[level] ?? "";
    if (level) this.warn(level, left);
    this.draw(left);
    if (left <= 0 && !this.isOver) {
      this.isOver = true;
      document.dispatchEvent(new CustomEvent("exam:time-up"));
    }
  }

  draw(left) {
    const shown = this.isHidden ? this.dataset.wordsHidden : clockText(left);
    if (this.text.textContent !== shown) this.text.textContent = shown;
    const share = Math.max(0, Math.min(100, (100 * left) / Number(this.dataset.duration)));
    this.querySelector(".timer__left").setAttribute("stroke-dasharray", `${share.toFixed(1)} 100`);
  }

  /** Each warning once an attempt, however many pages it is spread over. */
  warn(level, left) {
    const key = `imtihon:said:${this.dataset.attempt}:${level}`;
    if (sessionStorage.getItem(key) || left <= 0) return;
    sessionStorage.setItem(key, "1");
    if (level - left > FRESH) return;
    this.hide(false);
    this.speak(Math.round(level / 60));
  }

  /** "Time left: 10 min. Questions without an answer: 12." */
  speak(minutes = Math.max(0, Math.ceil(this.secondsLeft / 60))) {
    const links = [...document.querySelectorAll("#palette-sheet a[data-question]:not([data-answered])")];
    const open = links.reduce((sum, link) => sum + Number(link.dataset.width), 0);
    const { wordsLeft, wordsMinutes, wordsOpen } = this.dataset;
    say(`${wordsLeft} ${minutes} ${wordsMinutes}. ${wordsOpen} ${open}.`);
  }

  hide(hidden) {
    this.button.setAttribute("aria-pressed", String(hidden));
    this.button.setAttribute("aria-label", hidden ? this.dataset.wordsShow : this.dataset.wordsHide);
    this.button.querySelector("use").setAttribute("href", hidden ? "#i-eye" : "#i-eye-off");
    localStorage.setItem("imtihon:hide-time", hidden ? "1" : "0");
    this.draw(this.secondsLeft);
  }
}

/** 38:24, or 1:02:05 from an hour on; never below 0:00. */
export function clockText(seconds) {
  const left = Math.max(0, Math.ceil(seconds));
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${two(minutes)}:${two(rest)}`;
}

customElements.define("exam-clock", ExamClock);

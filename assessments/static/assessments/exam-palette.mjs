/** <exam-palette>: the numbers of all questions. One tab stop, arrows inside; shows what is answered, flagged
 *  and current. The bar at the foot and the sheet of phones are two of them. */
import { enter, questionByUid } from "./answers.mjs";

class ExamPalette extends HTMLElement {
  connectedCallback() {
    document.addEventListener("exam:answer", ({ detail }) => this.set(detail.question, "data-answered", detail.answered));
    document.addEventListener("exam:flag", ({ detail }) => this.set(detail.question, "data-flagged", detail.flagged));
    document.addEventListener("exam:current", ({ detail }) => this.setCurrent(detail.question));
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("keydown", (event) => this.moved(event));
    this.rove(this.stops[0]);
  }

  get stops() {
    return [...this.querySelectorAll("a")];
  }

  linkOf(uid) {
    return this.querySelector(`a[data-question="${CSS.escape(uid)}"]`);
  }

  set(uid, name, on) {
    const link = this.linkOf(uid);
    if (link) {
      link.toggleAttribute(name, on);
      this.word(link);
    }
    this.count();
  }

  setCurrent(uid) {
    for (const link of this.querySelectorAll("a[aria-current]")) {
      link.removeAttribute("aria-current");
      this.word(link);
    }
    const link = this.linkOf(uid);
    if (!link) return;
    link.setAttribute("aria-current", "true");
    this.word(link);
    this.rove(link);
    const place = document.querySelector("[data-all-count]");
    place.textContent = `${link.firstChild.data} / ${place.dataset.total}`;
  }

  word(link) {
    const { wordsAnswered, wordsFlagged, wordsCurrent } = this.dataset;
    const words = [
      link.hasAttribute("aria-current") && wordsCurrent,
      link.hasAttribute("data-answered") && wordsAnswered,
      link.hasAttribute("data-flagged") && wordsFlagged,
    ].filter(Boolean);
    link.querySelector("[data-words]").textContent = words.map((word) => `, ${word}`).join("");
  }

  /** The sums: in each part, on the tab of phones, and the flags on the button of the sheet. */
  count() {
    const sheet = document.querySelector("#palette-sheet exam-palette");
    for (const part of sheet.querySelectorAll("[data-part]")) {
      const links = [...part.querySelectorAll("a[data-question]")];
      const width = (some) => some.reduce((sum, link) => sum + Number(link.dataset.width), 0);
      const [done, all] = [width(links.filter((link) => link.hasAttribute("data-answered"))), width(links)];
      const places = `[data-part="${part.dataset.part}"] [data-count], [data-count-of="${part.dataset.part}"]`;
      for (const place of document.querySelectorAll(places)) place.textContent = `${done}/${all}`;
    }
    const flags = sheet.querySelectorAll("a[data-flagged]").length;
    const badge = document.querySelector("[data-all-flags]");
    badge.hidden = flags === 0;
    badge.querySelector("[data-number]").textContent = flags;
  }

  clicked(event) {
    const link = event.target.closest("a[data-question]");
    if (!link?.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    this.closest("dialog")?.close();
    document.dispatchEvent(new CustomEvent("exam:show-pane", { detail: { pane: "questions" } }));
    enter(questionByUid(link.dataset.question));
  }

  moved(event) {
    const stops = this.stops;
    const at = stops.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: stops.length - 1 }[event.key];
    if (to === undefined || at < 0 || event.altKey) return;
    event.preventDefault();
    const stop = stops[Math.max(0, Math.min(stops.length - 1, to))];
    this.rove(stop);
    stop.focus();
  }

  rove(stop) {
    for (const link of this.stops) link.tabIndex = link === stop ? 0 : -1;
  }
}

customElements.define("exam-palette", ExamPalette);

/** <passage-marks>: highlights and notes in the passage. A selection or a mark gets a bubble with what can be done;
 *  in highlight mode sentences are buttons, for fingers and keys. What changes goes through the outbox of the page. */
import { say } from "./answers.mjs";
import { uuid } from "./outbox.mjs";
import { drawn, placeIn, sentences, storedText, toCharacters, toUnits } from "./passage-runs.mjs";

const MOST = 200;
const PEN = "imtihon:pen";

class PassageMarks extends HTMLElement {
  connectedCallback() {
    this.number = Number(this.dataset.part);
    this.bubble = this.querySelector(".bubble");
    this.dialog = document.getElementById("passage-note");
    this.paragraphs = [...this.querySelectorAll(".paragraph > p")].map((element) => ({ element, text: storedText(element) }));
    this.marks = new Map();
    for (const mark of JSON.parse(this.dataset.marks)) this.learn(mark);
    this.pen = Number(localStorage.getItem(PEN) ?? 1);
    this.showPen();
    this.listen();
    customElements.whenDefined("exam-outbox").then(() => this.join(document.querySelector("exam-outbox").outbox));
  }

  /** What was marked before the page was loaded and is not sent yet is shown, too. */
  join(outbox) {
    this.outbox = outbox;
    for (const mark of this.marks.values()) outbox.learnSeq(mark.seq + 1);
    const waiting = outbox.waitingMarks.filter((mark) => mark.part === this.number);
    for (const mark of waiting) this.learn(mark);
    if (waiting.length) this.draw();
    outbox.addEventListener("marked", ({ detail }) => {
      if (detail.part !== this.number) return;
      this.learn(detail);
      this.draw();
    });
  }

  /** A mark as the server has it, in this page's way of counting. */
  learn(mark) {
    const text = this.paragraphs[mark.paragraph - 1]?.text;
    if (text === undefined || (this.marks.get(mark.uid)?.seq ?? -1) > mark.seq) return;
    const place = { start: toUnits(text, mark.start), end: toUnits(text, mark.end) };
    this.marks.set(mark.uid, { part: this.number, removed: false, ...mark, ...place });
  }

  /** The marks of a paragraph that are there, in the order of their making. */
  marksIn(paragraph) {
    const own = [...this.marks.values()].filter((mark) => mark.paragraph === paragraph && !mark.removed);
    return own.sort((one, other) => one.seq - other.seq);
  }

  listen() {
    this.addEventListener("pointerdown", (event) => event.target.closest(".bubble") && event.preventDefault());
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("keydown", (event) => this.pressed(event));
    document.addEventListener("pointerup", (event) => event.pointerType !== "touch" && setTimeout(() => this.offer()));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !this.bubble.hidden) this.close(true);
    });
    document.addEventListener("pointerdown", (event) => this.bubble.contains(event.target) || this.close());
    this.bubble.addEventListener("focusout", (event) => {
      if (this.target?.mark && !this.bubble.contains(event.relatedTarget)) this.close();
    });
    this.dialog.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.dialog.close();
      this.saveNote();
    });
  }

  /** The bubble for what is selected in the passage. */
  offer() {
    const selection = document.getSelection();
    if (this.mode || this.dialog.open || !selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const pieces = this.piecesOf(range);
    if (!pieces.length) return;
    const boxes = range.getClientRects();
    this.open({ pieces }, boxes[boxes.length - 1]);
  }

  /** A range as pieces of paragraphs, without blanks at their ends. */
  piecesOf(range) {
    return this.paragraphs.flatMap(({ element, text }, index) => {
      if (!range.intersectsNode(element)) return [];
      const inside = (node) => element.contains(node);
      let start = inside(range.startContainer) ? placeIn(element, range.startContainer, range.startOffset) : 0;
      let end = inside(range.endContainer) ? placeIn(element, range.endContainer, range.endOffset) : text.length;
      while (start < end && !text[start].trim()) start += 1;
      while (start < end && !text[end - 1].trim()) end -= 1;
      return start < end ? [{ paragraph: index + 1, start, end }] : [];
    });
  }

  open(target, box) {
    this.target = target;
    this.bubble.querySelector(".bubble__colours").hidden = !target.mark;
    this.bubble.hidden = false;
    const host = this.getBoundingClientRect();
    const left = Math.min(box.left - host.left + 8, host.width - this.bubble.offsetWidth);
    this.bubble.style.left = `${Math.max(0, left)}px`;
    this.bubble.style.top = `${box.bottom - host.top + 5}px`;
  }

  openOn(element, focus) {
    const mark = this.marks.get(element.dataset.marks.split(" ").at(-1));
    const { paragraph, start, end } = mark;
    const boxes = element.getClientRects();
    this.open({ mark: mark.uid, pieces: [{ paragraph, start, end }] }, boxes[boxes.length - 1]);
    if (focus) this.bubble.querySelector("button").focus();
  }

  close(back = false) {
    if (this.bubble.hidden) return;
    this.bubble.hidden = true;
    if (back && this.target.mark) this.focusMark(this.target.mark);
    this.target = null;
  }

  focusMark(uid) {
    const found = this.querySelector(`mark[data-marks~="${CSS.escape(uid)}"][tabindex]`);
    (found ?? document.getElementById("stimulus")).focus({ preventScroll: true });
  }

  clicked(event) {
    const hit = (selector) => event.target.closest(selector);
    if (hit("[data-turn]")) this.turn();
    else if (hit("[data-act]")) this.act(hit("[data-act]").dataset.act);
    else if (hit(".pen")) this.choose(Number(hit(".pen").dataset.colour));
    else if (hit(".sentence")) this.toggle(hit(".sentence"));
    else if (hit(".note-mark__button")) {
      event.preventDefault();
      this.writeNote({ mark: hit(".note-mark").dataset.uid });
    } else if (hit("mark.highlight") && !this.mode && document.getSelection().isCollapsed) this.openOn(hit("mark.highlight"));
  }

  pressed(event) {
    const { target, key } = event;
    if (target.matches("mark.highlight") && (key === "Enter" || key === " ")) {
      event.preventDefault();
      this.openOn(target, true);
    } else if (target.matches(".sentence")) {
      if (key === "Enter" || key === " ") this.toggle(target);
      else if (key === "Escape") this.turn();
      else if (!this.step(target, key)) return;
      event.preventDefault();
    }
  }

  act(name) {
    const { target } = this;
    if (!target) return;
    if (name === "note") {
      this.writeNote(target);
      return;
    }
    if (name === "clear") this.clear(target);
    else if (target.mark) this.change(target.mark, { colour: this.pen });
    else this.add(target.pieces);
    this.finish(target);
  }

  finish(target) {
    document.getSelection().removeAllRanges();
    this.close();
    this.draw();
    if (target.mark) this.focusMark(target.mark);
  }

  /** Another pen; a mark that is open takes its colour. */
  choose(colour) {
    this.pen = colour;
    localStorage.setItem(PEN, String(colour));
    this.showPen();
    const target = this.target;
    if (!target?.mark) return;
    this.change(target.mark, { colour });
    this.finish(target);
  }

  showPen() {
    for (const pen of this.querySelectorAll(".pen")) pen.setAttribute("aria-pressed", String(Number(pen.dataset.colour) === this.pen));
  }

  /** New marks; what lies wholly under one and has no note is not needed any more. */
  add(pieces, note = "") {
    const count = [...this.marks.values()].filter((mark) => !mark.removed).length;
    if (count + pieces.length > MOST) {
      say(this.dataset.wordsFull, true);
      return;
    }
    pieces.forEach((piece, index) => {
      for (const under of this.marksIn(piece.paragraph)) {
        if (piece.start <= under.start && under.end <= piece.end && !under.note) this.change(under.uid, { removed: true });
      }
      this.keep({ uid: uuid(), part: this.number, ...piece, colour: this.pen, note: index ? "" : note, removed: false });
    });
    say(this.dataset.wordsMarked);
  }

  change(uid, changes) {
    this.keep({ ...this.marks.get(uid), ...changes });
  }

  /** Keep a mark here and give it to the outbox. */
  keep(mark) {
    const { text } = this.paragraphs[mark.paragraph - 1];
    const wire = { ...mark, start: toCharacters(text, mark.start), end: toCharacters(text, mark.end) };
    const { seq } = this.outbox.putMark(wire);
    this.marks.set(mark.uid, { ...mark, seq });
  }

  /** Take marks away: the open one, or whatever is selected; a mark that is cut keeps its rests. */
  clear(target) {
    if (target.mark) this.change(target.mark, { removed: true });
    else for (const piece of target.pieces) this.cutOut(piece);
    say(this.dataset.wordsCleared);
  }

  cutOut({ paragraph, start, end }) {
    for (const mark of this.marksIn(paragraph)) {
      if (mark.end <= start || end <= mark.start) continue;
      if (mark.start < start && end < mark.end) this.keep({ ...mark, uid: uuid(), start: end, note: "" });
      if (mark.start < start) this.change(mark.uid, { end: start });
      else if (end < mark.end) this.change(mark.uid, { start: end });
      else this.change(mark.uid, { removed: true });
    }
  }

  writeNote(target) {
    const mark = target.mark && this.marks.get(target.mark);
    const [piece] = mark ? [mark] : target.pieces;
    this.noting = target;
    this.dialog.querySelector("[data-quote]").textContent = this.paragraphs[piece.paragraph - 1].text.slice(piece.start, piece.end).replaceAll("**", "");
    this.dialog.querySelector("textarea").value = mark?.note ?? "";
    this.bubble.hidden = true;
    this.dialog.showModal();
    this.dialog.querySelector("textarea").focus();
  }

  saveNote() {
    const note = [...this.dialog.querySelector("textarea").value.trim()].slice(0, 500).join("");
    if (this.noting.mark) this.change(this.noting.mark, { note });
    else this.add(this.noting.pieces, note);
    this.finish(this.noting);
  }

  /** Highlight mode on or off. */
  turn() {
    this.mode = !this.mode;
    this.close();
    this.toggleAttribute("data-mode", this.mode);
    const inside = this.contains(document.activeElement);
    this.querySelector("[data-turn]").setAttribute("aria-pressed", String(this.mode));
    this.querySelector(".marks-bar__colours").hidden = !this.mode;
    if (this.mode) document.dispatchEvent(new CustomEvent("exam:show-pane", { detail: { pane: "stimulus" } }));
    this.draw();
    say(this.mode ? this.dataset.wordsOn : this.dataset.wordsOff);
    if (this.mode) this.nearest()?.focus({ preventScroll: true });
    else if (inside) document.getElementById("stimulus").focus({ preventScroll: true });
  }

  /** The first sentence that can be seen. */
  nearest() {
    const top = Math.max(this.querySelector(".marks-bar").getBoundingClientRect().bottom, 0);
    const all = [...this.querySelectorAll(".sentence")];
    const found = all.find((one) => one.getBoundingClientRect().top >= top) ?? all[0];
    this.rove(found);
    return found;
  }

  rove(to) {
    for (const one of this.querySelectorAll(".sentence")) one.tabIndex = one === to ? 0 : -1;
  }

  step(from, key) {
    const all = [...this.querySelectorAll(".sentence")];
    const at = all.indexOf(from);
    const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[key];
    if (to === undefined) return false;
    if (!all[to]) return true;
    this.rove(all[to]);
    all[to].focus();
    return true;
  }

  toggle(sentence) {
    const piece = { paragraph: Number(sentence.dataset.paragraph), start: Number(sentence.dataset.start), end: Number(sentence.dataset.end) };
    const index = [...this.querySelectorAll(".sentence")].indexOf(sentence);
    if (sentence.getAttribute("aria-pressed") === "true") {
      this.cutOut(piece);
      say(this.dataset.wordsCleared);
    } else this.add([piece]);
    this.draw();
    const again = this.querySelectorAll(".sentence")[index];
    this.rove(again);
    again.focus({ preventScroll: true });
  }

  draw() {
    this.paragraphs.forEach(({ element, text }, index) => {
      const marks = this.marksIn(index + 1);
      const nodes = this.mode ? this.asSentences(text, marks, index + 1) : drawn(text, marks, { aside: (mark) => this.aside(mark) });
      element.replaceChildren(...nodes);
    });
  }

  asSentences(text, marks, paragraph) {
    let done = 0;
    const nodes = sentences(text).flatMap(([from, to]) => {
      const button = document.createElement("span");
      button.className = "sentence";
      button.setAttribute("role", "button");
      Object.assign(button.dataset, { paragraph, start: from, end: to });
      button.setAttribute("aria-pressed", String(isCovered(text, marks, from, to)));
      button.tabIndex = -1;
      button.append(...drawn(text, marks, { from, to, focusable: false }));
      const before = drawn(text, marks, { from: done, to: from, focusable: false });
      done = to;
      return [...before, button];
    });
    return [...nodes, ...drawn(text, marks, { from: done, focusable: false })];
  }

  aside(mark) {
    const aside = document.createElement("span");
    aside.className = "note-mark";
    aside.dataset.aside = "";
    aside.dataset.uid = mark.uid;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "note-mark__button";
    button.setAttribute("aria-label", `${this.dataset.wordsNote}: ${mark.note}`);
    button.append(this.bubble.querySelector("[data-act=note] svg").cloneNode(true));
    aside.append(button);
    return aside;
  }
}

/** Whether every character of a stretch that is no blank lies under a mark. */
function isCovered(text, marks, from, to) {
  for (let place = from; place < to; place += 1) {
    if (text[place].trim() && text[place] !== "*" && !marks.some((mark) => mark.start <= place && place < mark.end)) return false;
  }
  return true;
}

customElements.define("passage-marks", PassageMarks);

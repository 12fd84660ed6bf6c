/** <exam-handover>: the page before handing in. Sends what this browser still holds, and hands in after that. */
import { Outbox } from "./outbox.mjs";

class ExamHandover extends HTMLElement {
  connectedCallback() {
    const { attempt, user, url } = this.dataset;
    this.outbox = new Outbox({ attempt, user, url });
    this.outbox.addEventListener("state", () => this.draw());
    this.form = document.querySelector("form[data-handover]");
    this.form.addEventListener("submit", (event) => this.handIn(event));
    if (!this.outbox.isEmpty) {
      this.draw();
      this.outbox.flush().then((saved) => saved && location.reload());
    }
  }

  async handIn(event) {
    if (this.outbox.isEmpty) return;
    event.preventDefault();
    if (await this.outbox.flush()) this.form.submit();
    else this.draw();
  }

  draw() {
    const line = this.querySelector("[data-handover-line]");
    const waiting = this.outbox.waiting.length;
    line.hidden = false;
    line.textContent = waiting ? `${this.dataset.wordsWaiting} ${waiting}` : this.dataset.wordsSaved;
  }
}

customElements.define("exam-handover", ExamHandover);

/** <exam-keys>: shortcuts by the place of a key, so that they are the same in every keyboard layout. Alt alone:
 *  Alt+Shift and Ctrl+Shift switch layouts. */
import { enter } from "./answers.mjs";

class ExamKeys extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", (event) => {
      if (!event.altKey || event.ctrlKey || event.shiftKey || event.metaKey || document.querySelector("#time-up[open]")) return;
      const act = this.acts[event.code];
      if (!act) return;
      event.preventDefault();
      act();
    });
  }

  acts = {
    Period: () => this.turn(1),
    Comma: () => this.turn(-1),
    KeyM: () => this.current?.querySelector("button.flag")?.click(),
    KeyP: () => this.palette(),
    KeyB: () => this.across(),
    KeyH: () => document.querySelector("passage-marks")?.turn(),
    KeyT: () => document.querySelector("exam-clock").speak(),
    Slash: () => document.querySelector("[data-opens=exam-help]").click(),
  };

  get current() {
    return document.querySelector("#exam-form [data-current]");
  }

  turn(step) {
    this.showQuestions();
    const questions = [...document.querySelectorAll("#exam-form [data-question]")];
    const inside = document.activeElement.closest?.("#exam-form [data-question]");
    const to = inside ? questions.indexOf(inside) + step : Math.max(0, questions.indexOf(this.current));
    if (questions[to]) enter(questions[to]);
    else if (step > 0) document.querySelector(".exam__turn [name=go][value=next]").focus();
  }

  palette() {
    const button = document.querySelector(".exam__palette-button");
    if (button.offsetParent) button.click();
    else document.querySelector(".exam__foot exam-palette a[tabindex='0']").focus();
  }

  /** From the questions to the text and back to where one was. */
  across() {
    const text = document.getElementById("stimulus");
    if (!text || text.contains(document.activeElement)) {
      this.showQuestions();
      if (this.left?.isConnected) this.left.focus();
      else if (this.current) enter(this.current);
      return;
    }
    this.left = document.activeElement.closest("#exam-form") ? document.activeElement : null;
    document.dispatchEvent(new CustomEvent("exam:show-pane", { detail: { pane: "stimulus" } }));
    text.focus();
  }

  showQuestions() {
    document.dispatchEvent(new CustomEvent("exam:show-pane", { detail: { pane: "questions" } }));
  }
}

customElements.define("exam-keys", ExamKeys);

/** <exam-panes>: text and questions. Side by side with a movable border, or as tabs on a phone, each of which
 *  keeps its place; and which question is the current one. */
const STEP = 5;
const [LEAST, MOST] = [30, 70];

class ExamPanes extends HTMLElement {
  connectedCallback() {
    this.exam = document.querySelector(".exam");
    this.resizer = document.querySelector(".exam__resizer");
    this.places = {};
    this.exam.toggleAttribute("data-ready", true);
    for (const tool of document.querySelectorAll("[data-needs-script]")) tool.hidden = false;
    for (const tab of document.querySelectorAll(".exam__tab")) {
      tab.addEventListener("click", () => this.show(tab.dataset.pane));
    }
    document.addEventListener("exam:show-pane", ({ detail }) => this.show(detail.pane));
    document.addEventListener("focusin", (event) => this.follow(event.target));
    this.listenToResizer();
    const kept = Number(localStorage.getItem("imtihon:split"));
    if (kept) this.split(kept);
    this.begin();
  }

  show(pane) {
    if (this.exam.dataset.pane === pane) return;
    const left = this.exam.dataset.pane;
    this.places[left] = [scrollY, document.getElementById(left).scrollTop];
    this.exam.dataset.pane = pane;
    for (const tab of document.querySelectorAll(".exam__tab")) {
      tab.setAttribute("aria-pressed", String(tab.dataset.pane === pane));
    }
    const [ofPage, own] = this.places[pane] ?? [0, 0];
    scrollTo(0, ofPage);
    document.getElementById(pane).scrollTop = own;
  }

  /** The question that the address names, else the first without an answer. */
  begin() {
    const named = location.hash.startsWith("#q-") && document.getElementById(location.hash.slice(1));
    if (named) named.scrollIntoView({ block: "center" });
    const open = document.querySelector("exam-palette [data-open] a[data-question]:not([data-answered])");
    const first = open && document.querySelector(`#exam-form [data-question="${open.dataset.question}"]`);
    const question = named || first || document.querySelector("#exam-form [data-question]");
    if (question) this.setCurrent(question);
  }

  follow(target) {
    const question = target.closest?.("#exam-form [data-question]");
    if (question) this.setCurrent(question);
  }

  setCurrent(question) {
    if (question.hasAttribute("data-current")) return;
    document.querySelector("#exam-form [data-current]")?.removeAttribute("data-current");
    question.setAttribute("data-current", "");
    document.dispatchEvent(new CustomEvent("exam:current", { detail: { question: question.dataset.question } }));
  }

  listenToResizer() {
    this.resizer?.addEventListener("keydown", (event) => {
      const at = Number(this.resizer.getAttribute("aria-valuenow"));
      const to = { ArrowLeft: at - STEP, ArrowRight: at + STEP, Home: LEAST, End: MOST }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      this.split(to);
    });
    this.resizer?.addEventListener("pointerdown", (event) => {
      this.resizer.setPointerCapture(event.pointerId);
      this.resizer.onpointermove = (move) => this.split((100 * move.clientX) / innerWidth);
    });
    this.resizer?.addEventListener("lostpointercapture", () => {
      this.resizer.onpointermove = null;
    });
  }

  split(percent) {
    const width = Math.round(Math.max(LEAST, Math.min(MOST, percent)));
    document.body.style.setProperty("--split", `${width}%`);
    this.resizer?.setAttribute("aria-valuenow", String(width));
    localStorage.setItem("imtihon:split", String(width));
  }
}

customElements.define("exam-panes", ExamPanes);

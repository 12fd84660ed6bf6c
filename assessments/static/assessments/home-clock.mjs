/** <home-clock data-deadline data-now>: the time left of a running test. Both times are the server's,
 *  so a wrong clock of the device does no harm. It only shows; the page says the end time in words. */
class HomeClock extends HTMLElement {
  connectedCallback() {
    const given = Date.parse(this.dataset.deadline) - Date.parse(this.dataset.now);
    this.endsAt = performance.now() + given;
    this.ticking = setInterval(() => this.show(), 1000);
    this.show();
  }

  disconnectedCallback() {
    clearInterval(this.ticking);
  }

  show() {
    const left = Math.max(0, Math.ceil((this.endsAt - performance.now()) / 1000));
    if (left === 0) clearInterval(this.ticking);
    this.textContent = clockText(left);
  }
}

/** 2304 seconds as 38:24, from an hour on as 1:02:03. */
function clockText(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = two(seconds % 60);
  return hours ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

customElements.define("home-clock", HomeClock);

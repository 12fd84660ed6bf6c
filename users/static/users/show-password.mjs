/** <show-password data-show data-hide>: adds a button to the password field inside it that shows
 *  and hides what is typed. Without JavaScript there is the field alone. */
class ShowPassword extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    if (!input || this.querySelector("button")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet small";
    button.setAttribute("aria-controls", input.id);
    button.setAttribute("aria-pressed", "false");
    button.textContent = this.dataset.show;
    button.addEventListener("click", () => {
      const shown = input.type === "password";
      input.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", String(shown));
      button.textContent = shown ? this.dataset.hide : this.dataset.show;
    });
    const line = document.createElement("div");
    line.className = "row";
    line.append(button);
    this.append(line);
  }
}
customElements.define("show-password", ShowPassword);

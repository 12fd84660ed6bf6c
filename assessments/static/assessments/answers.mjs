/** What a question on the page holds, and how to make it hold something else. */

/** The element of a question by its uid. */
export function questionByUid(uid) {
  return document.querySelector(`#exam-form [data-question="${CSS.escape(uid)}"]`);
}

/** The controls of a question, in order. */
export function controlsOf(question) {
  return [...question.querySelectorAll("input, select, textarea")];
}

/** The value as the API takes it: a text, a letter, or a list of letters. */
export function valueOf(question) {
  const controls = controlsOf(question);
  if (question.hasAttribute("data-several")) return controls.filter((box) => box.checked).map((box) => box.value);
  if (controls[0]?.type === "radio") return controls.find((radio) => radio.checked)?.value ?? "";
  return controls[0]?.value ?? "";
}

export function isAnswered(question) {
  const value = valueOf(question);
  return Array.isArray(value) ? value.length > 0 : value.trim() !== "";
}

/** Make the page show a value; the scripts of the interactions hear it as a change. */
export function show(question, value) {
  const chosen = Array.isArray(value) ? value : [value];
  for (const control of controlsOf(question)) {
    if (control.type === "radio" || control.type === "checkbox") control.checked = chosen.includes(control.value);
    else control.value = chosen[0] ?? "";
  }
  controlsOf(question)[0]?.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: { shown: true } }));
}

/** Put the focus into a question, where its answer is. */
export function enter(question) {
  const controls = controlsOf(question).filter((control) => !control.disabled);
  (controls.find((control) => control.checked) ?? controls[0])?.focus({ preventScroll: true });
  question.scrollIntoView({ block: "nearest" });
}

/** Speak in the polite region of the page, or in the assertive one. */
export function say(text, urgent = false) {
  const region = document.getElementById(urgent ? "exam-assertive" : "exam-polite");
  if (region) region.textContent = text;
}

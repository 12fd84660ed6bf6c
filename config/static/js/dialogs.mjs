/** Buttons with `data-opens="<id>"` open a <dialog>; `data-closes`, Escape and a click outside close it.
 *  The browser returns the focus to the button. Without JavaScript the content is reached by its own page. */
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (dialog && !dialog.open) {
      event.preventDefault();
      dialog.showModal();
    }
    return;
  }
  const closer = event.target.closest("[data-closes]");
  if (closer) closer.closest("dialog")?.close();
  if (event.target instanceof HTMLDialogElement && event.target.open && isOutside(event)) event.target.close();
});

/** A click on the backdrop has the dialog as its target and lies outside its box. */
function isOutside(event) {
  const box = event.target.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

/** Choose two of five: once two boxes are ticked, the others wait until one is free again.
 *  The server refuses too many all the same. */
function hold(question) {
  const boxes = [...question.querySelectorAll("input[type=checkbox]")];
  const full = boxes.filter((box) => box.checked).length >= Number(question.dataset.most);
  for (const box of boxes) box.disabled = full && !box.checked;
}

document.addEventListener("change", (event) => {
  const question = event.target.closest(".question[data-several]");
  if (question) hold(question);
});

document.querySelectorAll(".question[data-several]").forEach(hold);

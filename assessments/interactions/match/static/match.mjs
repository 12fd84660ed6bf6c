/** Strikes what is used in the list above select boxes, where each option is used once at most.
 *  It only shows: an option may still be chosen twice, as on paper. */
function strike(group) {
  const bank = group.querySelector(".match__bank:not([data-reuse])");
  if (!bank) return;
  const used = new Set([...group.querySelectorAll("select")].map((box) => box.value));
  for (const option of bank.children) option.toggleAttribute("data-used", used.has(option.dataset.key));
}

document.addEventListener("change", (event) => {
  const group = event.target.closest(".group");
  if (group && event.target.matches("select")) strike(group);
});

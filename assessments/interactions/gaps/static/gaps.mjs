/** Enter in a gap goes to the next gap and never submits; a filled gap looks filled at once. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("input.gap__input")) return;
  event.preventDefault();
  const gaps = [...document.querySelectorAll("input.gap__input:not(:disabled)")];
  gaps[gaps.indexOf(event.target) + 1]?.focus();
});

for (const type of ["input", "change"]) {
  document.addEventListener(type, (event) => {
    if (!event.target.matches(".gap__input, .match__select")) return;
    event.target.toggleAttribute("data-answered", event.target.value.trim() !== "");
  });
}

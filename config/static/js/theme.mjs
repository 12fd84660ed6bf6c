/** Changes the theme and the text size without a reload; the cookie makes the server draw them next time.
 *  `<form data-theme-form>` with buttons named theme; `<button data-next-theme>` and `<button data-next-text>` step through. */
const THEMES = ["light", "dark", "contrast"];
const SIZES = ["16", "18", "20", "24"];
const root = document.documentElement;

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-theme-form]") || !event.submitter) return;
  event.preventDefault();
  setTheme(event.submitter.value);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-next-theme]")) setTheme(after(THEMES, root.dataset.theme));
  if (event.target.closest("[data-next-text]")) {
    root.dataset.text = after(SIZES, root.dataset.text ?? SIZES[0]);
    keep("text", root.dataset.text);
  }
});

function setTheme(theme) {
  root.dataset.theme = theme;
  keep("theme", theme);
  for (const button of document.querySelectorAll("[data-theme-form] [name=theme]")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
}

function after(values, value) {
  return values[(values.indexOf(value) + 1) % values.length];
}

function keep(name, value) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax${secure}`;
}

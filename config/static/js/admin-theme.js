/* The site's theme in the admin, set before anything is drawn; its button steps through the themes. */
(() => {
  const THEMES = ['auto', 'light', 'dark', 'contrast'];
  const root = document.documentElement;
  const kept = document.cookie.match(/(?:^|;\s*)theme=(\w+)/)?.[1];
  root.dataset.theme = THEMES.includes(kept) ? kept : THEMES[0];
  document.addEventListener('click', (event) => {
    if (!event.target.closest('.theme-toggle')) return;
    root.dataset.theme = THEMES[(THEMES.indexOf(root.dataset.theme) + 1) % THEMES.length];
    const secure = location.protocol === 'https:' ? '; secure' : '';
    document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax${secure}`;
  });
})();

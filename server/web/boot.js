// Runs before the page is drawn and before any module: sets the theme, asks for the words of the user's language, and tells
// when the modules cannot be loaded.
(() => {
  'use strict';
  const root = document.documentElement;
  /** @type {{theme?: unknown, language?: unknown}} */
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem('lectern.settings') ?? '{}') ?? {};
  } catch {
    // Storage is refused: the system's theme holds.
  }
  if (kept.theme === 'light' || kept.theme === 'dark') root.dataset.theme = kept.theme;
  // As base/i18n.js chooses.
  const language = [kept.language, ...navigator.languages].map((one) => String(one ?? '').slice(0, 2).toLowerCase())
    .find((one) => one === 'en' || one === 'vi') ?? 'en';
  const vietnamese = language === 'vi';
  root.lang = language;
  const words = document.createElement('link');
  words.rel = 'modulepreload';
  words.href = `${root.dataset.files}/texts-${language}/all.js`;
  document.head.append(words);

  addEventListener('error', (event) => {
    const script = event.target instanceof HTMLScriptElement || event instanceof ErrorEvent;
    const place = document.getElementById('boot');
    if (!script || !place) return; // when the first page has come, main.js tells
    const again = document.createElement('a');
    again.href = location.href;
    again.textContent = vietnamese ? 'Tải lại trang' : 'Load it again';
    place.classList.remove('waiting');
    place.setAttribute('role', 'alert');
    place.replaceChildren(
      vietnamese ? 'Không tải được trang này. Máy chủ có thể đang khởi động lại. ' : 'This page could not be loaded. The server may be restarting. ',
      again,
    );
  }, true);
})();

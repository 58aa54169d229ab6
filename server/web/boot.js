// Runs before the page is drawn and before any module: sets the theme, and tells when the modules cannot be loaded.
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
  const vietnamese = String(kept.language || navigator.language).startsWith('vi');
  if (vietnamese) root.lang = 'vi';

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

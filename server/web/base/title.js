/** Sets the title of the tab. @param {string} text */
export function setTitle(text) {
  document.title = text ? `${text} · Lectern` : 'Lectern';
}

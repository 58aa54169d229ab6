// The list of keyboard shortcuts, made from the one table.
import { html } from '../vendor/lit.js';
import { t } from '../base/i18n.js';
import { shortcuts } from '../base/keys.js';
import { settings } from '../base/settings.js';
import { PageDialog, openDialog } from './page-dialog.js';

/** @type {Record<string, string>} */
const SIGNS = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' };
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** @param {string} key */
function caps(key) {
  const parts = key === '+' ? ['+'] : key.split('+');
  return parts.map((part) => {
    if (part === 'Space') return html`<kbd>${t('keys.space')}</kbd>`;
    if (part === 'Ctrl' && isMac) return html`<kbd>⌘</kbd>`;
    return html`<kbd>${SIGNS[part] ?? part}</kbd>`;
  });
}

class KeysDialog extends PageDialog {
  heading() {
    return t('keys.title');
  }

  body() {
    const groups = /** @type {const} */ (['player', 'review', 'page']);
    return html`${groups.map((group) => html`<section>
        <h3>${t(`keys.group.${group}`)}</h3>
        <dl>${shortcuts.filter((one) => one.group === group).map((one) => html`<div>
          <dt>${t(one.text)}</dt>
          <dd>${one.keys.map((key, at) => [at ? html` <span>${t('keys.or')}</span> ` : '', caps(key)])}</dd></div>`)}</dl>
      </section>`)}
      ${settings.get('singleKeys') ? '' : html`<p class="muted">${t('keys.off')}</p>`}`;
  }
}
customElements.define('keys-dialog', KeysDialog);

export const openKeys = () => openDialog('keys-dialog');

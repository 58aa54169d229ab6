// A real browser, and what must never happen in it.
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import { after, before } from 'node:test';

/** The folder of scripts/install-web-tests. */
const tools = process.env.LECTERN_WEB_TOOLS;
if (!tools) throw new Error('LECTERN_WEB_TOOLS is not set: run the tests with pytest tests/web');
const require = createRequire(path.join(tools, 'package.json'));
const { chromium } = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export const SERVER = process.env.LECTERN_WEB_SERVER;
export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** Every look of a page: both languages, both sizes, both themes. */
export const LOOKS = ['en', 'vi'].flatMap((language) => [DESK, PHONE].flatMap((size) => ['light', 'dark'].map((theme) => ({
  language, size, theme, name: `${language} ${size.width} ${theme}`,
}))));

const OPTIONS = ['--no-sandbox', '--disable-dev-shm-usage', '--autoplay-policy=no-user-gesture-required', '--mute-audio'];

/** One browser for the tests of a file. */
export function useBrowser() {
  const browser = {
    /** @type {any} */ engine: null,

    /**
     * Opens a page in a browser without a history. All that a page must not do is gathered in `page.faults`.
     * @param {string} address of the page, without the server
     * @param {{language?: string, theme?: string, size?: {width: number, height: number}, server?: string, allow?: RegExp,
     *   context?: any, context_options?: object}} [look] allow: messages on the console that are no fault
     */
    async open(address, { language = 'en', theme = 'light', size = DESK, server = SERVER, allow, context } = {}) {
      const own = context ?? await browser.engine.newContext({
        locale: language === 'vi' ? 'vi-VN' : 'en-GB', colorScheme: theme, viewport: size, reducedMotion: 'reduce',
        timezoneId: 'Asia/Ho_Chi_Minh', hasTouch: size.width < 700, baseURL: server,
      });
      own.setDefaultTimeout(20000);
      const page = await own.newPage();
      page.faults = watch(page, allow);
      await page.addInitScript(() => addEventListener('securitypolicyviolation', (event) =>
        console.error(`CSP: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`)));
      await page.goto(address);
      return page;
    },
  };
  before(async () => {
    browser.engine = await chromium.launch({ executablePath: process.env.LECTERN_WEB_BROWSER ?? '/usr/bin/chromium', args: OPTIONS });
  });
  after(() => browser.engine.close());
  return browser;
}

/** Gathers errors of the console, errors that nobody caught, and violations of the Content-Security-Policy. */
function watch(page, allow) {
  const faults = [];
  page.on('pageerror', (error) => faults.push(`error: ${error.stack ?? error}`));
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    const text = `${message.text()} ${message.location().url ?? ''}`;
    if (!allow?.test(text)) faults.push(`console: ${text}`);
  });
  return faults;
}

/**
 * What axe says against the page as it is now. It runs beside the page's CSP, which stays in force: axe must not copy style sheets
 * into the page.
 */
export async function axeFaults(page) {
  const session = await page.context().newCDPSession(page);
  const run = async (expression) => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  await run(`${axe}; 0`);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const found = await run(`axe.run({runOnly: ${JSON.stringify(tags)}, preload: false}).then(({violations}) =>
    violations.flatMap(({id, nodes}) => nodes.map((node) => id + ': ' + node.html.slice(0, 200) + ' ' + node.failureSummary)))`);
  await session.detach();
  return found;
}

// What the modules of the pages find in a browser as soon as they are imported, for tests of their pure functions.
const nothing = () => {};
const element = { dataset: {}, lang: '', addEventListener: nothing };
const stand = {
  document: { documentElement: element, addEventListener: nothing, createTreeWalker: nothing, createComment: nothing, hidden: true },
  navigator: { languages: ['en'], platform: 'Linux' },
  location: new URL('http://lectern.test/'),
  history: { state: null },
  localStorage: { getItem: () => null, setItem: nothing },
  HTMLElement: class {},
  Element: class {},
  addEventListener: nothing,
};
for (const [name, value] of Object.entries(stand)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });

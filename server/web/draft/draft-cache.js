// Drafts that could not be sent yet, kept in the browser. Where storage is refused, nothing is kept.

/** @typedef {import('./plan.js').Topic} Topic */
/**
 * `sent`: plans that the server may have stored since it had `base`.
 * @typedef {{base: readonly Topic[], topics: readonly Topic[], conflicts?: readonly import('./merge.js').Conflict[],
 *   sent?: readonly (readonly Topic[])[]}} KeptDraft
 */

const store = 'drafts';

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((done, failed) => {
    const request = indexedDB.open('lectern', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store);
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

/** @param {IDBTransactionMode} mode @param {(drafts: IDBObjectStore) => IDBRequest} work @returns {Promise<any>} */
async function run(mode, work) {
  try {
    const database = await open();
    return await new Promise((done) => {
      const transaction = database.transaction(store, mode);
      const request = work(transaction.objectStore(store));
      transaction.oncomplete = () => { done(request.result); database.close(); };
      transaction.onerror = transaction.onabort = () => { done(undefined); database.close(); };
    });
  } catch {
    return undefined;
  }
}

export class DraftCache {
  /**
   * @param {string} place the address of the draft, as other Lecterns of this host have other ones, and what tells
   * its lecture and its person from later ones
   */
  constructor(place) { this.place = place; }

  /** @param {KeptDraft} draft */
  keep(draft) { return run('readwrite', (drafts) => drafts.put(draft, this.place)); }

  /** @returns {Promise<KeptDraft | undefined>} */
  kept() { return run('readonly', (drafts) => drafts.get(this.place)); }

  forget() { return run('readwrite', (drafts) => drafts.delete(this.place)); }
}

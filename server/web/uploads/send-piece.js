import { askForLogin, Problem, url } from '../base/api.js';

/** A connection on which nothing moves for this long, in milliseconds, counts as broken. */
const patience = 60_000;

/**
 * @param {XMLHttpRequest} request
 * @returns {Record<string, any>} the JSON body of the answer; empty if it has none
 */
function bodyOf(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return {};
  }
}

/**
 * Sends bytes of a file by PUT. It is an XMLHttpRequest because fetch tells nothing about bytes that are on their way.
 * @param {string} path of the upload
 * @param {Blob} file
 * @param {number} first
 * @param {number} end the first byte that is not sent
 * @param {{signal: AbortSignal, progress: (sent: number) => void}} options sent: bytes of this piece that have left
 * @returns {Promise<import('../base/api.js').Upload>}
 */
export function sendPiece(path, file, first, end, { signal, progress }) {
  const request = new XMLHttpRequest();
  const { promise, resolve, reject } = Promise.withResolvers();
  let watch = 0;
  const moved = () => {
    clearTimeout(watch);
    watch = setTimeout(() => request.abort(), patience);
  };
  const stop = () => request.abort();
  const broken = () => reject(new Problem(0, {}));
  request.open('PUT', url(path));
  request.setRequestHeader('Content-Type', 'application/octet-stream');
  request.setRequestHeader('Content-Range', `bytes ${first}-${end - 1}/${file.size}`);
  request.upload.addEventListener('progress', ({ loaded }) => {
    moved();
    progress(Math.min(loaded, end - first));
  });
  request.addEventListener('error', broken);
  request.addEventListener('abort', broken);
  request.addEventListener('load', () => {
    const body = bodyOf(request);
    if (request.status === 200) return resolve(body);
    if (request.status === 401) askForLogin();
    return reject(new Problem(request.status, body));
  });
  signal.addEventListener('abort', stop);
  moved();
  request.send(file.slice(first, end));
  return promise.finally(() => {
    clearTimeout(watch);
    signal.removeEventListener('abort', stop);
  });
}

// Lectern's API.
import { base, current, go } from './router.js';

/**
 * @typedef {{id: number, name: string, module: string|null, drive_link: string, job_status: string, error: string|null,
 *   notice: string|null, duration: number|null, class_session_id: string|null, created_at: string, updated_at: string,
 *   progress?: number, snippet_count?: number, clip_count?: number, poster_url?: string|null}} Session
 * @typedef {{bytes: number, duration: number, start: number, made_at: string, mode: string, stale: boolean}} Clip
 * @typedef {{task_id: string, status: 'PENDING'|'STARTED'|'RETRY'|'SUCCESS'|'FAILURE'|'REVOKED', progress: number,
 *   error: string|null}} Cut
 * @typedef {{id: number, session_id: number, position: number, name: string, summary: string, start: number, end: number,
 *   start_second: number, end_second: number, storage_link: string|null, media_url: string|null, task_id: string|null,
 *   clip: Clip|null, cut: Cut|null, created_at: string}} Snippet
 * @typedef {{mime: string, codecs: string, width: number|null, height: number|null, fps: number|null, direct: boolean,
 *   reason: string|null}} Playback
 * @typedef {{url: string|null, task_id: string, status: Cut['status'], progress: number, error: string|null}} Proxy a copy of the
 *   recording that browsers play
 * @typedef {'making'|'ready'|'failed'|null} PreviewState of peaks, sprites and poster; null: nobody has asked for them yet
 * @typedef {Omit<Session, 'snippets'> & {revision: number, events_url: string|null, captions_url: string|null,
 *   recording_url: string|null, playback: Playback|null, proxy?: Proxy|null, preview: PreviewState, snippets: Snippet[]}} Results
 * @typedef {{start: number, end: number, text: string}} Segment
 * @typedef {{language: string, engine: string, duration: number, segments: Segment[],
 *   silences?: {start: number, end: number}[]}} Transcript
 * @typedef {{id?: number|null, key?: string|null, name: string, summary?: string|null, start: number, end: number}} DraftItem
 * @typedef {{base_revision: number, version: string, saved_at: string|null, snippets: DraftItem[]}} Draft
 * @typedef {{mode: 'local'|'required', role: 'admin'|'teacher'|'viewer', name: string, client_id: string|null,
 *   demo: boolean}} Me
 * @typedef {{id: string, link: string, name: string, received: number, total: number|null, complete: boolean,
 *   created_at: string}} Upload
 */

/** What the server answered instead of what was asked for. Status 0: it could not be reached. */
export class Problem extends Error {
  /** @param {number} status @param {any} body of application/problem+json @param {Response} [response] */
  constructor(status, body, response) {
    super(body?.detail || body?.title || String(status));
    this.status = status;
    this.title = /** @type {string} */ (body?.title ?? '');
    this.detail = /** @type {string} */ (body?.detail ?? '');
    this.body = body;
    this.etag = response?.headers.get('ETag') ?? null;
    /** Seconds after which the server wants to be asked again. */
    this.retryAfter = Number(response?.headers.get('Retry-After')) || null;
    /** Whether the same request may succeed later: what it asks for is being made, or the server is away or busy. */
    this.passes = status === 404 ? this.retryAfter !== null : status === 0 || status === 503;
    /** @type {{field: string, message: string}[]} */
    this.errors = Object.entries(body?.errors ?? {}).flatMap(([field, messages]) =>
      [messages].flat().map((message) => ({ field, message: String(message) })));
  }
}

/** The address of a path: for href and src. @param {string} path */
export const url = (path) => base + path;

/** @param {Response} response */
async function bodyOf(response) {
  const type = response.headers.get('Content-Type') ?? '';
  if (response.status === 204) return null;
  return /[/+]json\b/.test(type) ? response.json() : response.text();
}

/** Where a person comes back to after a login. */
export function askForLogin() {
  const { path } = current();
  if (path !== '/login') go(`/login?return=${encodeURIComponent(path + location.search)}`, { replace: true });
}

/**
 * Sends a request and returns the response; a Problem if the server refuses. For bodies that are not JSON.
 * @param {string} path
 * @param {RequestInit} [options]
 */
export async function request(path, options = {}) {
  let response;
  try {
    response = await fetch(url(path), options);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Problem(0, {});
  }
  if (response.ok) return response;
  const body = await bodyOf(response).catch(() => null);
  if (response.status === 401 && !path.endsWith('/login')) askForLogin();
  throw new Problem(response.status, body, response);
}

/**
 * @param {string} path
 * @param {{signal?: AbortSignal}} [options]
 * @returns {Promise<{data: any, etag: string|null}>}
 */
export async function get(path, { signal } = {}) {
  const response = await request(path, { signal });
  return { data: await bodyOf(response), etag: response.headers.get('ETag') };
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body] a Blob is sent as it is, all else as JSON
 * @param {{ifMatch?: string|null, signal?: AbortSignal, headers?: Record<string, string>}} [options]
 * @returns {Promise<{data: any, etag: string|null, status: number}>}
 */
export async function send(method, path, body, { ifMatch, signal, headers = {} } = {}) {
  const all = new Headers(headers);
  if (ifMatch) all.set('If-Match', ifMatch);
  const json = body !== undefined && !(body instanceof Blob);
  if (json && !all.has('Content-Type')) all.set('Content-Type', 'application/json');
  const sent = json ? JSON.stringify(body) : /** @type {Blob|undefined} */ (body);
  const response = await request(path, { method, headers: all, body: sent, signal });
  return { data: await bodyOf(response), etag: response.headers.get('ETag'), status: response.status };
}

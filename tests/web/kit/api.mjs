// Prepares lectures by the API, as another client would.
import fs from 'node:fs';
import path from 'node:path';
import { SERVER } from './browser.mjs';
import { makeRecording } from './recordings.mjs';

const token = process.env.LECTERN_WEB_TOKEN;

/** Sends a request; the answer must be 2xx. Returns its JSON, or the text of another body. */
export async function call(method, address, body, { server = SERVER, headers = {}, as } = {}) {
  const isJson = body !== undefined && !(body instanceof Uint8Array);
  const answer = await fetch(server + address, {
    method,
    headers: { ...(isJson ? { 'Content-Type': 'application/json' } : {}), ...(as ? { Authorization: `Bearer ${as}` } : {}), ...headers },
    body: isJson ? JSON.stringify(body) : body,
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status} ${text}`);
  return /json/.test(answer.headers.get('Content-Type') ?? '') ? JSON.parse(text) : text;
}

export { token };

/** Uploads a file and starts its pipeline; returns the id of the lecture. */
export async function begin(file, { name = 'Lecture', ...members } = {}) {
  const query = new URLSearchParams({ name: path.basename(file) });
  const { link } = await call('POST', `/api/v1/uploads?${query}`, fs.readFileSync(file), { headers: { 'Content-Type': 'video/mp4' } });
  return (await call('POST', '/api/v1/upload-session', { drive_link: link, name, ...members })).id;
}

/** Waits for the end of the pipeline: its stream of events ends with it. Returns the results. */
export async function finished(lecture) {
  await call('GET', `/api/v1/jobs/${lecture}/events`);
  return call('GET', `/api/v1/sessions/${lecture}/results`);
}

/**
 * A lecture whose pipeline has ended.
 * @param {{name?: string, module?: string, seconds?: number, lines?: {start: number, end: number, text: string}[], size?: string,
 *   topics?: {name: string, summary?: string, start: number, end: number}[]}} [wanted] topics: its plan, else what was found
 */
export async function makeLecture({ name, module, topics, ...recording } = {}) {
  const lecture = await begin(makeRecording(recording), { name, module });
  const results = await finished(lecture);
  if (!topics) return results;
  await call('PATCH', `/api/v1/sessions/${lecture}/plan`, { snippets: topics });
  return call('GET', `/api/v1/sessions/${lecture}/results`);
}

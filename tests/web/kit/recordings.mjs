// Small recordings with subtitles inside, so that no speech engine is needed and the pipeline ends in seconds.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lectern-web-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
let made = 0;

const two = (value) => String(value).padStart(2, '0');
const srtTime = (seconds) => {
  const ms = Math.round(seconds * 1000);
  return `${two(Math.floor(ms / 3600000))}:${two(Math.floor(ms / 60000) % 60)}:${two(Math.floor(ms / 1000) % 60)},${String(ms % 1000).padStart(3, '0')}`;
};

const SUBJECTS = [
  ['Chuỗi số hội tụ khi tổng riêng có giới hạn.', 'Ta xét chuỗi hình học trước.', 'Chuỗi điều hoà thì phân kỳ.'],
  ['The kernel schedules each process.', 'A process owns memory pages.', 'Pages are mapped by the kernel.'],
  ['Now the violin plays the melody.', 'A melody has a rhythm.', 'The orchestra follows the violin.'],
];

/** A sentence every two seconds; the subject changes after each `step` seconds. */
export function sentences(seconds, step = 20) {
  return Array.from({ length: Math.floor(seconds / 2) }, (_, n) => {
    const subject = SUBJECTS[Math.floor((n * 2) / step) % SUBJECTS.length];
    return { start: n * 2 + 0.1, end: n * 2 + 1.9, text: subject[n % subject.length] };
  });
}

/**
 * Makes a recording and returns its path. `video`: false for sound alone.
 * @param {{seconds?: number, lines?: {start: number, end: number, text: string}[], name?: string, size?: string, fps?: number, video?: boolean}} [wanted]
 */
export function makeRecording({ seconds = 60, lines = sentences(seconds), name = 'lecture.mp4', size = '320x180', fps = 25, video = true } = {}) {
  const place = path.join(folder, String(++made));
  fs.mkdirSync(place);
  const subtitles = path.join(place, 'lines.srt');
  fs.writeFileSync(subtitles, lines.map(({ start, end, text }, n) => `${n + 1}\n${srtTime(start)} --> ${srtTime(end)}\n${text}\n`).join('\n'));
  const file = path.join(place, name);
  const pictures = video ? ['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=${fps}:d=${seconds}`] : [];
  const order = [...pictures, '-f', 'lavfi', '-i', `sine=frequency=330:sample_rate=48000:duration=${seconds}`, '-i', subtitles];
  const maps = (video ? [0, 1, 2] : [0, 1]).flatMap((input) => ['-map', String(input)]);
  execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...order, ...maps, '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '50',
    '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '64k', '-c:s', 'mov_text', '-movflags', '+faststart', file]);
  return file;
}

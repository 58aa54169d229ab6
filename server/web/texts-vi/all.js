// All Vietnamese words.
import clips from './clips.js';
import lecture from './lecture.js';
import lectures from './lectures.js';
import parts from './parts.js';
import player from './player.js';
import review from './review.js';
import timeline from './timeline.js';
import transcript from './transcript.js';

export default { ...clips, ...lecture, ...lectures, ...parts, ...player, ...review, ...timeline, ...transcript };

export default {
  'transcript.transcript': 'Transcript',
  'transcript.range': '{from} – {to}',
  'transcript.search': 'Search in the transcript',
  'transcript.place': '{n} / {all}',
  'transcript.none': 'Nothing found',
  'transcript.previous': 'Previous hit',
  'transcript.next': 'Next hit',
  'transcript.backToNow': 'Back to now',
  'transcript.split': 'Split here',
  'transcript.empty': 'There is no transcript.',
  'transcript.hits': { one: '{n} hit', other: '{n} hits' },
};

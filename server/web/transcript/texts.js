import { addTexts } from '../base/i18n.js';

addTexts({
  en: {
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
  },
  vi: {
    'transcript.transcript': 'Lời giảng',
    'transcript.range': '{from} – {to}',
    'transcript.search': 'Tìm trong lời giảng',
    'transcript.place': '{n} / {all}',
    'transcript.none': 'Không tìm thấy',
    'transcript.previous': 'Kết quả trước',
    'transcript.next': 'Kết quả sau',
    'transcript.backToNow': 'Về chỗ đang phát',
    'transcript.split': 'Tách tại đây',
    'transcript.empty': 'Không có lời giảng.',
    'transcript.hits': { one: '{n} kết quả', other: '{n} kết quả' },
  },
});

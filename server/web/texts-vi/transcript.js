export default {
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
};

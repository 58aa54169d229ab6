export default {
  'clip.cut': 'Đã cắt',
  'clip.stale': 'Clip cũ: cần cắt lại',
  'clip.waiting': 'Đang chờ cắt',
  'clip.cutting': 'Đang cắt {percent}',
  'clip.failed': 'Cắt không được',
  'clip.edited': 'Đã sửa',
  'clip.none': 'Chưa cắt',
  'clip.choose': 'Hai phiên bản: hãy chọn',
};

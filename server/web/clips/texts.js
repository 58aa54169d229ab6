// Words for the state of a clip.

import { addTexts } from '../base/i18n.js';

addTexts({
  en: {
    'clip.cut': 'Cut',
    'clip.stale': 'Old clip: cut again',
    'clip.waiting': 'Waiting to be cut',
    'clip.cutting': 'Cutting {percent}',
    'clip.failed': 'Cut failed',
    'clip.edited': 'Edited',
    'clip.none': 'Not cut',
    'clip.choose': 'Two versions: choose',
  },
  vi: {
    'clip.cut': 'Đã cắt',
    'clip.stale': 'Clip cũ: cần cắt lại',
    'clip.waiting': 'Đang chờ cắt',
    'clip.cutting': 'Đang cắt {percent}',
    'clip.failed': 'Cắt không được',
    'clip.edited': 'Đã sửa',
    'clip.none': 'Chưa cắt',
    'clip.choose': 'Hai phiên bản: hãy chọn',
  },
});

export default {
  'clip.cut': 'Cut',
  'clip.stale': 'Old clip: cut again',
  'clip.waiting': 'Waiting to be cut',
  'clip.cutting': 'Cutting {percent}',
  'clip.failed': 'Cut failed',
  'clip.edited': 'Edited',
  'clip.none': 'Not cut',
  'clip.choose': 'Two versions: choose',
};

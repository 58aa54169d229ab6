// Text that would break a page which trusted it.
export const MARKUP = '<img src=x onerror="document.title=1">&amp;"\'`${alert(1)}<script>alert(2)</script>';
export const TURNED = '\u202egnp.erutcel\u202c \u2067שלום\u2069 العربية \u200f';
export const CONTROLS = 'a\u0007b\u001bc\u200bd\ufeffe';
export const LONG = 'Đ'.repeat(180);
export const HOSTILE = [MARKUP, TURNED, CONTROLS, LONG];

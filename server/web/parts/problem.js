// Why something did not work, in words.
import { Problem } from '../base/api.js';
import { t } from '../base/i18n.js';
import { say } from './toast.js';

/** @param {Problem} problem */
export const reasonOf = (problem) => (problem.status ? problem.message : t('common.offline'));

/** Says what the server has refused. What is no Problem is thrown on. @param {unknown} error */
export function sayProblem(error) {
  if (!(error instanceof Problem)) throw error;
  say(reasonOf(error), { kind: 'error' });
}

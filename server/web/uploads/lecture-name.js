/** The longest name that the server takes, in characters. */
const longest = 200;

/**
 * A name for the lecture, guessed from the name of its file: without the ending, with spaces for underscores.
 * @param {string} fileName
 * @returns {string} may be empty
 */
export function guessName(fileName) {
  const bare = fileName.replace(/(?<=.)\.[A-Za-z0-9]{1,5}$/u, '');
  const words = bare.replace(/[_\p{Cc}\s]+/gu, ' ').trim();
  return [...words].slice(0, longest).join('').trim();
}

/**
 * A name for the lecture behind a link: the last part of the path if it is a file's name. Other parts, such as ids of
 * Google Drive, say nothing to people.
 * @param {string} link
 * @returns {string} may be empty
 */
export function guessNameOfLink(link) {
  if (!URL.canParse(link)) return '';
  const last = new URL(link).pathname.split('/').at(-1) ?? '';
  if (!/\.[A-Za-z0-9]{2,5}$/u.test(last)) return '';
  try {
    return guessName(decodeURIComponent(last));
  } catch {
    return guessName(last);
  }
}

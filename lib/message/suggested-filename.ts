import { fileNameIn } from './content-disposition.js';
import { parsedURL } from './parsed-url.js';

/**
 * The file name that a `Content-Disposition` proposes (RFC 6266: `filename*` before `filename`), else the last part of
 * the URL's path. Only the last path component counts: a name is never a path.
 */
export function suggestedFilename(contentDisposition: string | undefined, url: string): string | undefined {
  const proposed = fileNameIn(contentDisposition?.replace(UNSENDABLE, '') ?? '');
  return lastComponent(proposed) ?? lastComponent(pathOf(url));
}

// eslint-disable-next-line no-control-regex -- no field that came over the wire has them
const UNSENDABLE = /[\0-\x08\n-\x1f\x7f]/g;

function pathOf(url: string): string | undefined {
  const path = parsedURL(url)?.pathname;
  try {
    return path && decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

// eslint-disable-next-line no-control-regex -- controls have no place in a file name
const CONTROLS = /[\0-\x1f\x7f]/g;

function lastComponent(path: string | undefined): string | undefined {
  const name = path?.split(/[/\\]/).at(-1)?.replace(CONTROLS, '');
  return name === undefined || name === '' || name === '.' || name === '..' ? undefined : name;
}

import { parsedURL } from './parsed-url.js';

/**
 * The file name that a `Content-Disposition` proposes (RFC 6266: `filename*` before `filename`), else the
 * last part of the URL's path. Only its last path component counts: a name is never a path.
 */
export function suggestedFilename(contentDisposition: string | undefined, url: string): string | undefined {
  const proposed = extendedFilename(contentDisposition) ?? plainFilename(contentDisposition);
  return lastComponent(proposed) ?? lastComponent(pathOf(url));
}

function extendedFilename(disposition: string | undefined): string | undefined {
  const encoded = /;\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition ?? '')?.[1];
  return encoded === undefined ? undefined : decoded(encoded);
}

function plainFilename(disposition: string | undefined): string | undefined {
  const match = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition ?? '');
  return match?.[1]?.replace(/\\(.)/g, '$1') ?? match?.[2];
}

function pathOf(url: string): string | undefined {
  const parsed = parsedURL(url);
  return parsed && decoded(parsed.pathname);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
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

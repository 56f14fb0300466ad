import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Destination, DownloadOptions } from '../../request/download/download-destination.js';

/** Bytes of a name that every file system takes. */
const LONGEST_NAME = 255;

/**
 * Moves a download into a folder under the name that the response suggests (Alamofire's
 * `suggestedDownloadDestination`), or `download` if it suggests none.
 *
 * The server cannot choose the folder: only the last component of its suggestion counts, without characters that file
 * systems give a meaning to.
 *
 * @example
 * session.download(url, { to: suggestedDownloadDestination('/var/reports', { removePreviousFile: true }) });
 */
export function suggestedDownloadDestination(folder: URL | string, options?: DownloadOptions): Destination {
  return (_, response) => {
    const path = typeof folder === 'string' ? resolve(folder) : fileURLToPath(folder);
    return { destinationURL: pathToFileURL(join(path, safeName(response.suggestedFilename))), options };
  };
}

/** A name that stands for a file of its own in any folder, on any system. */
export function safeName(suggested = ''): string {
  const name = shortened(
    withoutDotsAtEnd(
      suggested
        .replace(/[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
        .replace(/[<>:"/\\|?*]/g, '_'),
    ).replace(/^[. ]+/, (dots) => '_'.repeat(dots.length)),
  );
  if (name === '') return 'download';
  return OF_DEVICES.test(name) ? `_${name}` : name;
}

/** In one pass: a pattern tries each dot anew, and a server chooses how many there are. */
function withoutDotsAtEnd(name: string): string {
  let end = name.length;
  while (end > 0 && '. '.includes(name.charAt(end - 1))) end -= 1;
  return name.slice(0, end);
}

/** Names that mean a device to Windows, whatever follows the first dot. */
const OF_DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\.|$)/i;

/** The name as long as may be, with its extension. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) < LONGEST_NAME) return name;
  const extension = /\.[^.]{1,16}$/.exec(name)?.[0] ?? '';
  const room = LONGEST_NAME - 1 - Buffer.byteLength(extension);
  // a character that does not fit whole is left out
  const stem = new TextDecoder().decode(Buffer.from(name).subarray(0, room), { stream: true });
  return stem + extension;
}

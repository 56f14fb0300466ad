import { fileURLToPath } from 'node:url';
import type { NetworkErrorCode } from '../../errors/network-error-code.js';

/** Foundation's codes for the codes of Node's file system. */
export const FILE_CODES: ReadonlyMap<string, NetworkErrorCode> = new Map<string, NetworkErrorCode>([
  ['ENOENT', 'fileDoesNotExist'],
  ['ENOTDIR', 'fileDoesNotExist'],
  ['EISDIR', 'fileIsDirectory'],
  ['EACCES', 'noPermissionsToReadFile'],
  ['EPERM', 'noPermissionsToReadFile'],
]);

/** Code of a file error; undefined for any other error. */
export function fileErrorCode(error: unknown): NetworkErrorCode | undefined {
  return FILE_CODES.get((error as NodeJS.ErrnoException | null)?.code ?? '');
}

/**
 * Path of a file URL. Node tells a URL object from other objects by fields that a polluted `Object.prototype` gives to
 * all of them; text is read without a doubt.
 */
export function pathOf(url: URL): string {
  return fileURLToPath(url.href);
}

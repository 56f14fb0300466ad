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

import type { NetworkErrorCode } from '../../errors/network-error-code.js';

/** What the codes of Node's file system say in the words of Foundation. */
export const FILE_CODES: ReadonlyMap<string, NetworkErrorCode> = new Map<string, NetworkErrorCode>([
  ['ENOENT', 'fileDoesNotExist'],
  ['ENOTDIR', 'fileDoesNotExist'],
  ['EISDIR', 'fileIsDirectory'],
  ['EACCES', 'noPermissionsToReadFile'],
  ['EPERM', 'noPermissionsToReadFile'],
]);

/** What an error says of a file; undefined where it says nothing of one. */
export function fileErrorCode(error: unknown): NetworkErrorCode | undefined {
  return FILE_CODES.get((error as NodeJS.ErrnoException | null)?.code ?? '');
}

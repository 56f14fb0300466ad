import { expect, it } from '@jest/globals';
import { fileErrorCode } from '../../../lib/node/files/file-codes.js';

it.each([
  [{ code: 'ENOENT' }, 'fileDoesNotExist'],
  [{ code: 'ENOTDIR' }, 'fileDoesNotExist'],
  [{ code: 'EISDIR' }, 'fileIsDirectory'],
  [{ code: 'EACCES' }, 'noPermissionsToReadFile'],
  [{ code: 'EPERM' }, 'noPermissionsToReadFile'],
  [{ code: 'EMFILE' }, undefined],
  [new Error('without a code'), undefined],
  [undefined, undefined],
  [null, undefined],
])('%p says of a file: %p', (error, code) => {
  expect(fileErrorCode(error)).toBe(code);
});

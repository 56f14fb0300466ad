import { expect, it } from '@jest/globals';
import { isSendableCloseCode, isSendableReason } from '../../lib/message/web-socket-close-code.js';

it.each([
  [999, false],
  [1000, true],
  [1003, true],
  [1004, false],
  [1005, false],
  [1006, false],
  [1007, true],
  [1014, true],
  [1015, false],
  [2999, false],
  [3000, true],
  [4999, true],
  [5000, false],
  [1000.5, false],
  [NaN, false],
])('the code %d may be sent: %s', (code, isSendable) => {
  expect(isSendableCloseCode(code)).toBe(isSendable);
});

it.each([
  ['', true],
  ['x'.repeat(123), true],
  ['x'.repeat(124), false],
  ['ö'.repeat(61), true],
  ['ö'.repeat(62), false],
])('a reason fits into a close frame as UTF-8 of up to 123 bytes: %s', (reason, fits) => {
  expect(isSendableReason(reason)).toBe(fits);
});

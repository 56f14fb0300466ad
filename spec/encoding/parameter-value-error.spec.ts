import { expect, it } from '@jest/globals';
import { SessionError } from 'rxsession';
import { encoderFailure } from '../../lib/encoding/parameter-value-error.js';

it('what an encoder throws is its failure, with what was thrown as the cause', () => {
  const cause = new RangeError('too deep');
  expect(encoderFailure(cause)).toMatchObject({
    kind: 'parameterEncoderFailed',
    reason: { kind: 'encoderFailed', error: cause },
    cause,
  });
});

it('an error of the session stays what it is', () => {
  const error = new SessionError({ kind: 'explicitlyCancelled' });
  expect(encoderFailure(error)).toBe(error);
});

import { SessionError } from '../../../lib/errors/session-error.js';
import { validationFailure } from '../../../lib/pipeline/validate/validator.js';

describe('what a validation refuses with', () => {
  it.each([
    ['an Error', new Error('no data')],
    ['text', 'no data'],
    ['nothing', undefined],
  ])('becomes customValidationFailed when it is %s', (_name, cause) => {
    const error = validationFailure(cause);
    expect(error.kind).toBe('responseValidationFailed');
    expect(error.reason).toEqual({ kind: 'customValidationFailed', error: cause });
    expect(error.underlyingError).toBe(cause);
  });

  it('stays as it is when it is a SessionError', () => {
    const error = new SessionError({ kind: 'explicitlyCancelled' });
    expect(validationFailure(error)).toBe(error);
  });
});

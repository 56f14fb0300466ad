import { SessionError } from '../../lib/errors/session-error.js';
import { serializationFailure } from '../../lib/serializers/response-serializer.js';

describe('what a serializer fails with', () => {
  it.each([
    ['an Error', new Error('no lines')],
    ['text', 'no lines'],
    ['nothing', undefined],
  ])('becomes customSerializationFailed when it is %s', (_name, cause) => {
    const error = serializationFailure(cause);
    expect(error.kind).toBe('responseSerializationFailed');
    expect(error.reason).toEqual({ kind: 'customSerializationFailed', error: cause });
    expect(error.underlyingError).toBe(cause);
  });

  it('stays as it is when it is a SessionError', () => {
    const error = new SessionError({ kind: 'explicitlyCancelled' });
    expect(serializationFailure(error)).toBe(error);
  });
});

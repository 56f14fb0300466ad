import {
  asSessionError,
  asTaskFailure,
  isCancelled,
  isNetworkFailure,
  isSerializationFailure,
  isSessionError,
  isTimeout,
  isValidationFailure,
  SessionError,
} from '../../lib/errors/session-error.js';

const cause = new Error('cause');
const cancelled = new SessionError({ kind: 'explicitlyCancelled' });
const timedOut = new SessionError({ kind: 'sessionTaskFailed', code: 'timedOut', error: cause });
const refused = new SessionError({
  kind: 'responseValidationFailed',
  reason: {
    kind: 'unacceptableContentType',
    acceptableContentTypes: ['text/html'],
    responseContentType: 'text/plain',
  },
});
const unreadable = new SessionError({
  kind: 'responseSerializationFailed',
  reason: { kind: 'jsonSerializationFailed', error: cause },
});

describe('SessionError', () => {
  it('is an Error with a name, a kind and a message', () => {
    expect(cancelled).toBeInstanceOf(Error);
    expect(cancelled).toMatchObject({ name: 'SessionError', kind: 'explicitlyCancelled' });
    expect(String(cancelled)).toBe('SessionError: The request was cancelled.');
    expect(cancelled.stack).toMatch(/^SessionError: The request was cancelled\./);
  });

  it('has the error it wraps as its cause, its own or that of its reason', () => {
    expect([timedOut.cause, timedOut.underlyingError]).toEqual([cause, cause]);
    expect([unreadable.cause, unreadable.underlyingError]).toEqual([cause, cause]);
    expect('cause' in cancelled).toBe(false);
  });

  it.each([
    [cancelled, { reason: undefined, code: undefined, responseCode: undefined, url: undefined }],
    [timedOut, { reason: undefined, code: 'timedOut' }],
    [refused, { acceptableContentTypes: ['text/html'], responseContentType: 'text/plain' }],
    [new SessionError({ kind: 'invalidURL', url: 'x y' }), { url: 'x y', urlConvertible: 'x y' }],
    [validation({ kind: 'unacceptableStatusCode', code: 404 }), { responseCode: 404, code: undefined }],
    [
      validation({ kind: 'dataFileReadFailed', url: 'file:///a' }),
      { url: 'file:///a', urlConvertible: undefined },
    ],
    [
      new SessionError({
        kind: 'responseSerializationFailed',
        reason: { kind: 'stringSerializationFailed', encoding: 'utf-8' },
      }),
      { failedStringEncoding: 'utf-8' },
    ],
  ])('%s gives what its case has', (error, fields) => {
    expect(error).toMatchObject(fields);
  });
});

describe('the guards', () => {
  it.each([
    [isCancelled, cancelled],
    [isTimeout, timedOut],
    [isNetworkFailure, timedOut],
    [isValidationFailure, refused],
    [isSerializationFailure, unreadable],
  ])('%p knows its own, and no other', (guard, own) => {
    const others = [cancelled, timedOut, refused, unreadable].filter((error) => error !== own);
    expect(guard(own)).toBe(true);
    expect([...others, new Error('other'), undefined, null, 'text', {}].filter(guard)).toEqual([]);
  });

  it('know an error of another copy of the package', () => {
    const foreign = Object.assign(new Error('foreign'), {
      kind: 'sessionTaskFailed',
      code: 'timedOut',
      [Symbol.for('rxsession.SessionError')]: true,
    });
    expect(isSessionError(foreign)).toBe(true);
    expect(isTimeout(foreign)).toBe(true);
  });
});

describe('what is made a SessionError', () => {
  it('stays as it is when it is one', () => {
    expect(asSessionError(cancelled, () => ({ kind: 'sessionDeinitialized' }))).toBe(cancelled);
  });

  it('is wrapped when it is none', () => {
    const error = asSessionError(cause, (error) => ({ kind: 'createURLRequestFailed', error }));
    expect(error).toMatchObject({ kind: 'createURLRequestFailed', cause });
  });

  it('is the failure of the task, where a task has failed in an unforeseen way', () => {
    expect(asTaskFailure(refused)).toBe(refused);
    expect(asTaskFailure(cause)).toMatchObject({ kind: 'sessionTaskFailed', code: 'unknown', cause });
  });
});

function validation(
  reason: Extract<SessionError['failure'], { kind: 'responseValidationFailed' }>['reason'],
): SessionError {
  return new SessionError({ kind: 'responseValidationFailed', reason });
}

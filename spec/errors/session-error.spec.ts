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

describe('the JSON of an error', () => {
  const errors: readonly SessionError[] = [
    cancelled,
    timedOut,
    refused,
    unreadable,
    new SessionError({ kind: 'invalidURL', url: 'http://ada:secret@a b/' }),
    new SessionError({ kind: 'unsupported', feature: 'files on disk' }),
    validation({ kind: 'unacceptableStatusCode', code: 503 }),
  ];

  it.each(errors)('survives a round trip: %s', (error) => {
    const text = JSON.stringify(error);
    const restored = SessionError.from(JSON.parse(text));
    expect(restored).toBeInstanceOf(SessionError);
    expect([restored.kind, restored.code, restored.message]).toEqual([error.kind, error.code, error.message]);
    expect(restored.reason?.kind).toBe(error.reason?.kind);
    expect(JSON.stringify(restored)).toBe(text);
    expect(JSON.stringify(SessionError.from(text))).toBe(text);
  });

  it.each([
    [timedOut, true],
    [cancelled, false],
    [validation({ kind: 'unacceptableStatusCode', code: 503 }), true],
    [validation({ kind: 'unacceptableStatusCode', code: 404 }), false],
  ])('says whether another attempt makes sense: %s', (error, retryable) => {
    expect(error.toJSON()).toMatchObject({ name: 'SessionError', kind: error.kind, retryable });
  });

  it.each([undefined, null, 17, 'text', {}, { name: 'SessionError' }, new Error('other')])(
    'is not what %p is: it becomes an unforeseen failure',
    (value) => {
      expect(SessionError.from(value)).toMatchObject({ kind: 'sessionTaskFailed', code: 'unknown' });
    },
  );

  it('is made only of errors that are not SessionErrors yet', () => {
    expect(SessionError.from(cancelled)).toBe(cancelled);
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

describe('the types of errors', () => {
  const wordFor = (error: SessionError): string => {
    if (isCancelled(error)) return error.kind satisfies 'explicitlyCancelled';
    else if (isTimeout(error)) return error.code satisfies 'timedOut';
    else if (isNetworkFailure(error)) return error.code;
    else if (isSerializationFailure(error)) return error.reason.kind;
    else if (isValidationFailure(error)) return statusOf(error);
    else if (isSessionError(error)) return error.message;
    return 'never';
  };
  const statusOf = (error: SessionError): string =>
    error.kind === 'responseValidationFailed' && error.reason.kind === 'unacceptableStatusCode'
      ? String(error.reason.code satisfies number)
      : error.kind;

  it.each([
    [cancelled, 'explicitlyCancelled'],
    [timedOut, 'timedOut'],
    [new SessionError({ kind: 'sessionTaskFailed', code: 'cannotFindHost' }), 'cannotFindHost'],
    [unreadable, 'jsonSerializationFailed'],
    [refused, 'responseValidationFailed'],
    [validation({ kind: 'unacceptableStatusCode', code: 404 }), '404'],
    [new SessionError({ kind: 'sessionInvalidated' }), 'The session was invalidated.'],
  ])('narrow in a chain of guards, and reason by kind: %s', (error, word) => {
    expect(wordFor(error)).toBe(word);
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

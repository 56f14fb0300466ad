import { firstValueFrom, type Observable } from 'rxjs';
import { SessionError } from '../../lib/errors/session-error.js';
import { Result } from '../../lib/message/result.js';
import { allOf, validationFailure, type Validation } from '../../lib/extending/validator.js';
import { bytesOf, requestOf, responseOf } from '../support/received.js';

const broken = new Error('no data');
const accepting: Validation = () => undefined;
const refusing: Validation = () => Result.failure(broken);
const unasked: Validation = () => {
  throw new Error('asked');
};
const given = [requestOf('GET'), responseOf(200), bytesOf('data')] as const;

describe('several validations as one', () => {
  it('accept when none refuses', () => {
    expect(allOf([accepting, () => Result.success(undefined)])(...given)).toEqual({
      kind: 'success',
      value: undefined,
    });
    expect(allOf([])(...given)).toBeUndefined();
  });

  it('refuse with the first that does, and ask no more', () => {
    expect(allOf([accepting, refusing, unasked])(...given)).toEqual({ kind: 'failure', error: broken });
  });

  it('wait for one that takes its time', async () => {
    const slow: Validation = () => Promise.resolve(Result.failure(broken));
    const answer = allOf([accepting, slow, unasked])(...given) as Observable<unknown>;
    await expect(firstValueFrom(answer)).resolves.toEqual({ kind: 'failure', error: broken });
  });

  it('are given the same', () => {
    const seen: unknown[][] = [];
    const seeing: Validation = (...subject) => void seen.push(subject);
    void allOf([seeing, seeing])(...given);
    expect(seen).toEqual([given, given]);
  });
});

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

import { firstValueFrom, of, throwError, timer, type Observable } from 'rxjs';
import { map } from 'rxjs/operators';
import { SessionError } from '../../lib/errors/session-error.js';
import { Interceptor, type RequestInterceptor } from '../../lib/extending/interceptor.js';
import { URLRequest } from '../../lib/message/url-request.js';
import { Adapter, type RequestAdapterState } from '../../lib/extending/request-adapter.js';
import { Retrier, RetryResult, type RequestRetrier } from '../../lib/extending/request-retrier.js';
import { requestInfo, sessionInfo } from '../support/request-info.js';

const request = new URLRequest('https://api.example.com/users');
const session = sessionInfo();
const state: RequestAdapterState = { requestID: 'request-1', context: {}, session };
const cancelled = new SessionError({ kind: 'explicitlyCancelled' });
const broken = new Error('no token');

const same = Adapter((urlRequest) => urlRequest);
const failing = Adapter(() => {
  throw broken;
});
const tagged = (tag: string): Adapter =>
  Adapter((urlRequest) => {
    const tags = urlRequest.headers.get('X-Tags') ?? '';
    return urlRequest.with({ headers: urlRequest.headers.set('X-Tags', tags + tag) });
  });
const answering = (result: RetryResult): Retrier => Retrier(() => result);
const unasked = Retrier(() => {
  throw new Error('asked');
});

const adapt = (interceptor: Interceptor): unknown => interceptor.adapt(request, state);
const retry = (...retriers: RequestRetrier[]): unknown =>
  new Interceptor({ retriers }).retry(requestInfo(), session, cancelled);
const later = (answer: unknown): Promise<unknown> => firstValueFrom(answer as Observable<unknown>);

describe('what an Interceptor is made of', () => {
  it.each([
    [
      'one function each',
      { adapters: [Adapter((r) => r)], retriers: [Retrier(() => RetryResult.retry)] },
      1,
      1,
    ],
    ['one object each', { adapters: [same], retriers: [unasked] }, 1, 1],
    ['two of each', { adapters: [same, same], retriers: [unasked, unasked] }, 2, 2],
    [
      'an interceptor of several',
      { interceptors: [new Interceptor({ adapters: [same, same, same] })] },
      1,
      1,
    ],
    ['everything', { adapters: [same], retriers: [unasked, unasked], interceptors: [same] }, 2, 3],
  ])('%s', (_name, init, adapters, retriers) => {
    const interceptor = new Interceptor(init);
    expect(interceptor.adapters).toHaveLength(adapters);
    expect(interceptor.retriers).toHaveLength(retriers);
  });

  it('interceptors come after adapters and retriers, and lists of one use are read once', () => {
    const inner: RequestInterceptor = same;
    const interceptor = new Interceptor({
      adapters: [tagged('a')].values(),
      interceptors: [inner].values(),
      retriers: [unasked].values(),
    });
    expect(interceptor.adapters[1]).toBe(inner);
    expect(interceptor.retriers[1]).toBe(inner);
  });
});

describe('adapting with an Interceptor', () => {
  it('of nothing changes nothing', () => {
    expect(adapt(new Interceptor())).toBe(request);
  });

  it('runs the adapters in order, each on the output of the one before, at once', () => {
    const inner = new Interceptor({ adapters: [tagged('c')] });
    const adapted = adapt(new Interceptor({ adapters: [tagged('a'), tagged('b')], interceptors: [inner] }));
    expect((adapted as URLRequest).headers.get('X-Tags')).toBe('abc');
  });

  it.each([
    ['a failing adapter', [failing]],
    ['a failing adapter after another', [same, failing]],
  ])('of %s fails with its very error', (_name, adapters) => {
    expect(() => adapt(new Interceptor({ adapters }))).toThrow(broken);
  });

  it('fails with the very error of an adapter that fails later', async () => {
    const slow = Adapter(() => new Promise((_resolve, reject) => setImmediate(reject, broken)));
    await expect(later(adapt(new Interceptor({ adapters: [slow] })))).rejects.toBe(broken);
  });

  it('waits for each, and does not run what comes after a failure', async () => {
    const slow = Adapter((urlRequest) => timer(0).pipe(map(() => urlRequest)));
    const refused = Adapter(() => throwError(() => broken));
    const unreachable = Adapter(() => {
      throw new Error('reached');
    });
    await expect(later(adapt(new Interceptor({ adapters: [slow, refused, unreachable] })))).rejects.toBe(
      broken,
    );
  });
});

describe('retrying with an Interceptor', () => {
  it('of nothing does not retry', () => {
    expect(retry()).toEqual(RetryResult.doNotRetry);
  });

  it('passes on the answer of its one retrier, at once', () => {
    expect(retry(answering(RetryResult.retry))).toBe(RetryResult.retry);
  });

  it('asks on after doNotRetry', () => {
    expect(retry(answering(RetryResult.doNotRetry), answering(RetryResult.retry))).toBe(RetryResult.retry);
  });

  it('passes on an answer that comes later', async () => {
    const slow = Retrier(
      () => new Promise<RetryResult>((resolve) => setImmediate(resolve, RetryResult.retry)),
    );
    await expect(later(retry(slow))).resolves.toBe(RetryResult.retry);
  });

  it('asks on after a doNotRetry that comes later', async () => {
    const slow = Retrier(() => of(RetryResult.doNotRetry));
    await expect(later(retry(slow, answering(RetryResult.retry)))).resolves.toBe(RetryResult.retry);
  });

  it.each([RetryResult.retry, RetryResult.retryWithDelay(1000), RetryResult.doNotRetryWithError(broken)])(
    'asks nobody after $kind',
    (result) => {
      expect(retry(answering(RetryResult.doNotRetry), answering(result), unasked)).toBe(result);
    },
  );

  it('does not tell the retriers anything else than it was told', () => {
    const seen: unknown[] = [];
    const info = requestInfo();
    const retrier = Retrier((...given) => {
      seen.push(...given);
      return RetryResult.doNotRetry;
    });
    new Interceptor({ retriers: [retrier] }).retry(info, session, cancelled);
    expect(seen).toEqual([info, session, cancelled]);
  });
});

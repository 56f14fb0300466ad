import { of } from 'rxjs';
import { URLRequest } from '../../lib/message/url-request.js';
import type { RequestInterceptor } from '../../lib/extending/interceptor.js';
import {
  Adapter,
  type RequestAdapter,
  type RequestAdapterState,
} from '../../lib/extending/request-adapter.js';
import { sessionInfo } from '../support/request-info.js';

const request = new URLRequest('https://api.example.com/users');
const state: RequestAdapterState = { requestID: 'request-1', context: {}, session: sessionInfo() };

describe('Adapter', () => {
  it('calls its function and passes on the answer, at once when it is given at once', () => {
    const adapted = request.with({ method: 'POST' });
    expect(Adapter(() => adapted).adapt(request, state)).toBe(adapted);
  });

  it('hands over the very request and the state it is given, once', () => {
    const seen: [URLRequest, RequestAdapterState][] = [];
    const adapter = Adapter((...given) => {
      seen.push(given);
      return given[0];
    });
    expect(adapter.adapt(request, state)).toBe(request);
    expect(seen).toHaveLength(1);
    expect(seen[0]![0]).toBe(request);
    expect(seen[0]![1].requestID).toBe('request-1');
    expect(seen[0]![1].session).toBe(state.session);
  });

  it.each([
    ['a promise', Promise.resolve(request)],
    ['an Observable', of(request)],
  ])('passes on %s as it is', (_kind, answer) => {
    expect(Adapter(() => answer).adapt(request, state)).toBe(answer);
  });

  it('lets through what its function throws', () => {
    const error = new Error('no token');
    const adapter = Adapter(() => {
      throw error;
    });
    expect(() => adapter.adapt(request, state)).toThrow(error);
  });

  it('does not retry', () => {
    expect(Adapter((urlRequest) => urlRequest).retry().kind).toBe('doNotRetry');
  });

  it('is usable wherever an adapter or an interceptor is expected', () => {
    const adapter: RequestAdapter = Adapter((urlRequest) => urlRequest);
    const interceptor: RequestInterceptor = Adapter((urlRequest) => urlRequest);
    expect(adapter.adapt(request, state)).toBe(request);
    expect(interceptor.adapt?.(request, state)).toBe(request);
  });
});

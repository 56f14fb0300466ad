import { describe, expect, it } from '@jest/globals';
import {
  delay,
  EMPTY,
  filter,
  map,
  mergeMap,
  of,
  type OperatorFunction,
  pipe,
  throwError,
  timer,
} from 'rxjs';
import { type ProposedRedirect, type RedirectAnswer, Redirector, type URLRequest } from 'rxsession';
import type { StubReplier } from 'rxsession/testing';
import type { Echo } from '../../examples/server/endpoints/echo.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { inVirtualTime, type VirtualTime } from '../support/virtual-session.js';

const API = 'https://api.example.com/';
const OOPS = new Error('broken operator');

type Rule = OperatorFunction<ProposedRedirect, RedirectAnswer>;

const raise = (): never => {
  throw OOPS;
};

/** Leads from `/3` to `/2` to `/1`, which answers. */
const hops: StubReplier = ({ urlRequest }) => {
  const left = Number(new URL(urlRequest.url).pathname.slice(1));
  return left > 1 ? { statusCode: 302, headers: { Location: `/${left - 1}` } } : {};
};

/** A GET of `/3` under a handler. Emits the code of a failure, else the path and the status of the response. */
const get = ({ session }: VirtualTime, rule: Rule) =>
  session(hops, { redirectHandler: Redirector.operator(rule) })
    .request(`${API}3`)
    .response()
    .pipe(map(({ error, response }) => error?.code ?? `${response?.url.slice(-2)} ${response?.statusCode}`));

describe('Redirector.operator', () => {
  it.each<[string, Rule, string]>([
    ['map follows at once', map(({ request }) => request), '(v|)'],
    [
      'delay follows later, at every hop',
      pipe(
        map(({ request }) => request),
        delay(100),
      ),
      '200ms (v|)',
    ],
    [
      'the first of several values is followed',
      mergeMap(({ request }) => timer(10, 10).pipe(map((count) => (count === 0 ? request : undefined)))),
      '20ms (v|)',
    ],
  ])('%s', (_what, rule, marbles) => {
    inVirtualTime((time) => {
      time.expectObservable(get(time, rule)).toBe(marbles, { v: '/1 200' });
    });
  });

  it.each<[string, Rule, string, string]>([
    ['at the first hop', () => EMPTY, '(v|)', '/3 302'],
    [
      'by a filter on the URL',
      pipe(
        delay(10),
        filter(({ request }) => request.url !== `${API}1`),
        map(({ request }) => request),
      ),
      '20ms (v|)',
      '/2 302',
    ],
    ['with undefined as the value', map(() => undefined), '(v|)', '/3 302'],
  ])('does not follow if the operator completes without a value: %s', (_how, rule, marbles, response) => {
    inVirtualTime((time) => {
      time.expectObservable(get(time, rule)).toBe(marbles, { v: response });
    });
  });

  it.each<[string, unknown]>([
    ['errors', () => throwError(() => OOPS)],
    ['throws when it is applied', raise],
    ['throws at the redirect', map(raise)],
    ['returns no Observable', () => null],
    ['emits no URLRequest', map(() => API)],
  ])('fails as badRedirect if the operator %s', (_how, rule) => {
    inVirtualTime((time) => {
      time.expectObservable(get(time, rule as Rule)).toBe('(v|)', { v: 'badRedirect' });
    });
  });

  it('subscribes once for each hop, and unsubscribes at the first value', () => {
    inVirtualTime((time) => {
      const consent = time.cold('10ms c');
      const rule: Rule = mergeMap(({ request }) => consent.pipe(map(() => request)));
      time.expectObservable(get(time, rule)).toBe('20ms (v|)', { v: '/1 200' });
      time.expectSubscriptions(consent.subscriptions).toBe(['^ 9ms !', '10ms ^ 9ms !']);
    });
  });

  it('unsubscribes when the request is cancelled, and nothing more is sent', () => {
    inVirtualTime((time) => {
      const never = time.cold<URLRequest>('-');
      const server = time.session(hops, { redirectHandler: Redirector.operator(() => never) });
      time.expectObservable(server.get(`${API}3`), '^ 39ms !').toBe('-');
      time.expectSubscriptions(never.subscriptions).toBe('^ 39ms !');
      time.flush();
      expect(server.sent).toHaveLength(1);
    });
  });
});

describe('Redirector.operator against a real server', () => {
  const server = useServer();
  const sessions = useSessions(server);

  it('receives each redirect with its task, and sends what it emits', async () => {
    const seen: unknown[] = [];
    const rule: Rule = mergeMap(({ request, task, response }) => {
      seen.push([task.id, response.statusCode, request.url]);
      return of(request.with({ headers: request.headers.set('X-Hop', String(seen.length)) })).pipe(delay(1));
    });
    const request = sessions.make().request(`${server.url}/redirect/2`).redirect(Redirector.operator(rule));
    const { headers } = await request.serializingJSON<Echo>().value;
    expect(headers).toMatchObject({ 'x-hop': '2' });
    expect(seen).toEqual([
      [request.task?.id, 302, `${server.url}/redirect/1`],
      [request.task?.id, 302, `${server.url}/get`],
    ]);
  });
});

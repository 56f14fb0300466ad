import { describe, expect, it } from '@jest/globals';
import { Redirector, type SessionConfigurationInit, type DataRequest, type SessionOptions } from 'rxsession';
import { RecordingEventMonitor, type StubReplier, StubTransport } from 'rxsession/testing';
import { violations } from '../support/event-grammar.js';
import { transportThat } from '../support/scripted-transport.js';
import { inVirtualTime } from '../support/virtual-session.js';

const URL_TEXT = 'https://api.example.com/';

interface Given {
  readonly reply?: StubReplier;
  readonly url?: string;
  readonly options?: SessionOptions;
  readonly configuration?: SessionConfigurationInit;
  readonly with?: (request: DataRequest) => unknown;
}

const to =
  (location: string): StubReplier =>
  () => ({ statusCode: 302, headers: { Location: location } });
const raise = (): never => {
  throw new Error('raised');
};

/** What was told about the failure of a task, and the error the request ended with. */
function failures({
  reply = () => ({}),
  url = URL_TEXT,
  ...given
}: Given): [told: unknown[], error: unknown] {
  const recording = new RecordingEventMonitor();
  const outcome: { error?: unknown } = {};
  inVirtualTime(({ session, flush }) => {
    const made = session(reply, {
      ...given.options,
      configuration: given.configuration,
      eventMonitors: [recording],
    });
    const request = made.request(url);
    given.with?.(request);
    request.response().subscribe(({ error }) => (outcome.error = error));
    flush();
    made[Symbol.dispose]();
    flush();
  });
  expect(violations(recording.events)).toEqual([]);
  const told = recording.events.filter(({ type }) => type === 'requestDidFailTaskEarly');
  return [told.map((event) => 'error' in event && event.error), outcome.error];
}

describe('a task that the session gives up', () => {
  it.each<[why: string, given: Given]>([
    ['its URL cannot be loaded', { url: 'ftp://api.example.com/' }],
    ['the transport throws', { options: { transport: transportThat(raise) } }],
    ['nothing is heard for too long', { reply: () => 'never' }],
    [
      'the body does not fit into memory',
      { reply: () => ({ body: 'long' }), configuration: { maximumResponseBodySize: 3 } },
    ],
    ['a response handler fails', { with: (request) => request.onHTTPResponse(raise) }],
    [
      'a redirect handler fails',
      { reply: to('/on'), with: (request) => request.redirect({ redirect: raise }) },
    ],
    ['a redirect leads to no URL', { reply: to('http://[') }],
    ['a redirect leads nowhere', { reply: to('ftp://api.example.com/') }],
    ['there are too many redirects', { reply: to('/on') }],
    [
      'the platform hides what a redirect handler should see',
      {
        options: { transport: new StubTransport(() => ({}), { visibleRedirects: false }) },
        with: (request) => request.redirect(Redirector.doNotFollow),
      },
    ],
  ])('because %s fails early, once', (_why, given) => {
    const [told, error] = failures(given);
    expect(error).toBeDefined();
    expect(told).toEqual([error]);
  });

  it.each<[why: string, given: Given]>([
    ['succeeds', {}],
    ['fails as the transport tells', { reply: () => ({ error: new Error('lost') }) }],
    ['breaks off', { reply: () => ({ body: 'half', error: new Error('lost') }) }],
    [
      'is cancelled',
      { reply: () => 'never', with: (request) => request.onTask.subscribe(() => request.cancel()) },
    ],
    ['is not accepted', { reply: () => ({ statusCode: 404 }), with: (request) => request.validate() }],
  ])('does not fail early where it %s', (_what, given) => {
    expect(failures(given)[0]).toEqual([]);
  });
});

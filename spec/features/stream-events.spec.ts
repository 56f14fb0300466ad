import { describe, expect, it } from '@jest/globals';
import { countsOf, ended } from '../support/happenings.js';
import { violations } from '../support/event-grammar.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { eventsOf, kindsOf, Payload } from '../support/streams.js';

const server = useServer();
const sessions = useSessions(server);

describe('the events of a stream request', () => {
  it('come in one order for a stream that is validated and decoded', async () => {
    const { session, recording } = sessions.recorded();
    const request = session.streamRequest(`${server.url}/stream/1`).validate();
    expect(kindsOf(await eventsOf(request.responseStreamDecodable(Payload)))).toEqual(['stream', 'complete']);
    expect(await ended(request)).toBe('finished');
    expect(recording.typesOf(request)).toEqual([
      'requestDidResume',
      'requestDidCreateInitialURLRequest',
      'requestDidCreateURLRequest',
      'requestDidCreateTask',
      'requestDidResumeTask',
      'taskDidReceiveResponse',
      'requestDidValidate',
      'requestDidValidate',
      'taskDidReceiveData',
      'requestDidParseStream',
      'taskWillCacheResponse',
      'taskDidFinishCollectingMetrics',
      'requestDidGatherMetrics',
      'taskDidComplete',
      'requestDidCompleteTask',
      'requestDidFinish',
    ]);
  });

  it('tell of each value and failure of each listener, but of no bytes that are only handed on', async () => {
    const { session, recording } = sessions.recorded();
    const request = session.streamRequest(`${server.url}/stream/3`);
    await Promise.all([
      eventsOf(request.responseStream()),
      eventsOf(request.responseStreamLines()),
      eventsOf(request.responseStreamLines({ maximumLineLength: 1 })),
    ]);
    const results = recording.events.flatMap((event) =>
      event.type === 'requestDidParseStream' ? [event.result.kind] : [],
    );
    expect(results.sort()).toEqual(['failure', 'success', 'success', 'success']);
  });

  it.each<[string, string, number]>([
    ['refused', '/status/500', 0],
    ['broken off', '/truncated', 1],
    ['redirected', '/redirect/2', 1],
  ])('keep their order when it is %s', async (_what, path, values) => {
    const { session, recording } = sessions.recorded();
    const request = session.streamRequest(`${server.url}${path}`).validate();
    await eventsOf(request.responseStreamString());
    session.invalidateAndCancel();
    expect(violations(recording.events)).toEqual([]);
    expect(countsOf(recording.types)['requestDidParseStream'] ?? 0).toBe(values);
  });

  it('keep their order when it is cancelled in mid body', async () => {
    const { session, recording } = sessions.recorded();
    const request = session.streamRequest(`${server.url}/infinite`).validate();
    request
      .responseStreamString()
      .events()
      .subscribe(({ cancel }) => cancel());
    expect(await ended(request)).toBe('cancelled');
    session.invalidateAndCancel();
    expect(violations(recording.events)).toEqual([]);
    expect(recording.types).toContain('requestDidCancelTask');
  });
});

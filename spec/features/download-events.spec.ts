import { describe, expect, it } from '@jest/globals';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { firstValueFrom } from 'rxjs';
import type { RequestEvent, SessionEventType } from 'rxsession';
import { named, underWay, useDownloadedFiles } from '../support/downloads.js';
import { violations } from '../support/event-grammar.js';
import { countsOf, ended, happened } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { temporaryFile } from '../support/temporary-files.js';

const server = useServer();
useDownloadedFiles();
const sessions = useSessions(server);

const ONCE: readonly SessionEventType[] = [
  'requestDidResume',
  'requestDidCreateInitialURLRequest',
  'requestDidCreateURLRequest',
  'requestDidCreateTask',
  'requestDidResumeTask',
  'taskDidReceiveResponse',
  'taskDidFinishDownloading',
  'taskDidFinishCollectingMetrics',
  'requestDidGatherMetrics',
  'taskDidComplete',
  'requestDidValidate',
  'requestDidCreateDestinationURL',
  'requestDidFinishDownloading',
  'requestDidCompleteTask',
  'requestDidFinish',
  'requestDidParseResponse',
];

describe('the events of a download', () => {
  it('are told once each, but for those of its bytes, in their order', async () => {
    const { session, recording } = sessions.recorded();
    const request = session.download(`${server.url}/bytes/1000`, { to: named('a.bin') });
    let handled = 0;
    request
      .validate({ statusCodes: [200] })
      .response()
      .subscribe(() => (handled += 1));
    expect(await ended(request)).toBe('finished');
    const types = recording.typesOf(request);
    expect(types.filter((type) => ONCE.includes(type))).toEqual(ONCE);
    expect(countsOf(types)).toMatchObject({
      taskDidWriteData: 1,
      taskDidReceiveData: expect.any(Number) as unknown,
    });
    expect([handled, violations(recording.events)]).toEqual([1, []]);
  });

  it('of one that is cancelled as it starts speak of no file', async () => {
    const { session, recording } = sessions.recorded({ startRequestsImmediately: false });
    const request = session.download(`${server.url}/download/1000`);
    let handled = 0;
    request.response().subscribe(() => (handled += 1));
    void happened(session, 'requestDidResumeTask').then(() => request.cancel());
    request.resume();
    expect(await ended(request)).toBe('cancelled');
    expect(countsOf(recording.typesOf(request))).toEqual({
      requestDidResume: 1,
      requestDidCreateInitialURLRequest: 1,
      requestDidCreateURLRequest: 1,
      requestDidCreateTask: 1,
      requestDidResumeTask: 1,
      requestDidCancel: 1,
      requestDidCancelTask: 1,
      taskDidFinishCollectingMetrics: 1,
      requestDidGatherMetrics: 1,
      taskDidComplete: 1,
      requestDidCompleteTask: 1,
      requestDidFinish: 1,
      requestDidParseResponse: 1,
    });
    expect([handled, violations(recording.events)]).toEqual([1, []]);
  });

  it('tell how much was written, and where the file is', async () => {
    const { session, recording } = sessions.recorded();
    const request = session.download(`${server.url}/bytes/1000`, { to: named('a.bin') });
    await firstValueFrom(request.validate(() => undefined).response());
    const destinationURL = temporaryFile('a.bin');
    const result = { kind: 'success', value: destinationURL };
    const written = { bytesWritten: 1000, totalBytesWritten: 1000, totalBytesExpectedToWrite: 1000 };
    const finished = recording.events.find(({ type }) => type === 'taskDidFinishDownloading');
    const { fileURL } = finished as unknown as { fileURL: URL };
    expect(recording.events).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ type: 'taskDidWriteData', ...written }),
        expect.objectContaining({ type: 'requestDidValidate', data: undefined, fileURL }),
        expect.objectContaining({ type: 'requestDidCreateDestinationURL', destinationURL }),
        expect.objectContaining({ type: 'requestDidFinishDownloading', result }),
      ]),
    );
  });

  it('tell why a file is not in its place', async () => {
    const { session, recording } = sessions.recorded();
    const request = session.download(`${server.url}/get`, { to: named('no/where') });
    const { error } = await firstValueFrom(request.response());
    const told = recording.events.filter((event): event is RequestEvent => 'result' in event);
    expect(told).toMatchObject([{ type: 'requestDidFinishDownloading', result: { kind: 'failure', error } }]);
    expect(violations(recording.events)).toEqual([]);
  });

  it.each([
    ['a connection that is lost', '/download/10000?shouldProduceError=true'],
    ['a refused response', '/status/404'],
    ['an empty body', '/status/204'],
  ])('keep their order after %s', async (_what, path) => {
    const { session, recording } = sessions.recorded();
    await firstValueFrom(
      session
        .download(server.url + path)
        .validate()
        .response(),
    );
    expect(violations(recording.events)).toEqual([]);
  });

  it('keep their order after a cancellation on the way', async () => {
    const { session, recording } = sessions.recorded();
    const request = session.download(`${server.url}/infinite`);
    request.response().subscribe();
    await underWay(request);
    request.cancel({ producingResumeData: true });
    await ended(request);
    expect(violations(recording.events)).toEqual([]);
  });

  it('are published for the whole process as those of any request', async () => {
    const types = ['requestDidResume', 'requestDidResumeTask', 'requestDidCompleteTask', 'requestDidFinish'];
    const heard: unknown[] = [];
    const hear = (message: unknown, name: string | symbol): unknown =>
      heard.push([name, (message as { request: unknown }).request]);
    for (const type of types) subscribe(`rxsession:${type}`, hear);
    const request = sessions.make({ startRequestsImmediately: false }).download(`${server.url}/get`);
    const response = firstValueFrom(request.response());
    request.resume();
    expect((await response).response?.statusCode).toBe(200);
    for (const type of types) unsubscribe(`rxsession:${type}`, hear);
    expect(heard).toEqual(types.map((type) => [`rxsession:${type}`, request]));
  });
});

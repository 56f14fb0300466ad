import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { firstValueFrom } from 'rxjs';
import { Adapter, type DownloadRequest, Interceptor, RetryPolicy, type Session } from 'rxsession';
import { violations } from '../support/event-grammar.js';
import { named, useDownloadedFiles } from '../support/downloads.js';
import { ended } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { listTemporaryFiles, temporaryFile } from '../support/temporary-files.js';

const server = useServer();
useDownloadedFiles();
const sessions = useSessions(server);

const FILE = '/download/100000';

/** One that is lost on its way, and goes on in its second attempt. */
function lostAtFirst(session: Session): DownloadRequest {
  const queries = ['?shouldProduceError=true', ''];
  const to = named('whole.bin');
  const interceptor = new Interceptor({
    adapters: [Adapter((request) => request.with({ url: request.url + (queries.shift() ?? '') }))],
    retriers: [new RetryPolicy({ exponentialBackoffScale: 0 })],
  });
  return session.download(server.url + FILE, { to, interceptor }).validate();
}

/** One that is refused by its first validation. */
const refused = (session: Session): DownloadRequest =>
  session.download(server.url + FILE, { to: named('whole.bin') }).validate({ statusCodes: [] });

const whole = (session: Session): DownloadRequest =>
  session.download(server.url + FILE, { to: named('whole.bin') }).validate();

/** Cancels at one event after the other, each time another request, until one has ended before. */
async function* cancelledAtEachEvent(
  make: (session: Session) => DownloadRequest,
  options: Parameters<DownloadRequest['cancel']>[0],
): AsyncGenerator<{ request: DownloadRequest; session: Session; wrong: readonly string[] }> {
  for (let at = 1; ; at += 1) {
    const { session, recording } = sessions.recorded();
    const request = make(session);
    session.events.subscribe(() => {
      if (recording.events.length === at) request.cancel(options);
    });
    await firstValueFrom(request.response());
    if ((await ended(request)) !== 'cancelled') return;
    yield { request, session, wrong: violations(recording.events).map((what) => `${at}: ${what}`) };
  }
}

const KINDS: [string, number, (session: Session) => DownloadRequest][] = [
  ['a good download', 15, whole],
  ['one that is lost, and goes on', 25, lostAtFirst],
  ['one that is refused', 12, refused],
];

/** Milliseconds; dozens of downloads are made in one spec. */
const PATIENCE = 60_000;

describe.each(KINDS)('of %s, whenever it is cancelled,', (_kind, times, make) => {
  it(
    'nothing is left',
    async () => {
      let count = 0;
      for await (const { request, wrong } of cancelledAtEachEvent(make, {})) {
        expect([wrong, request.resumeData, listTemporaryFiles()]).toEqual([[], undefined, []]);
        expect(existsSync(temporaryFile('whole.bin'))).toBe(false);
        count += 1;
      }
      expect(count).toBeGreaterThan(times);
    },
    PATIENCE,
  );

  it(
    'nothing is left but what can be resumed, or be given up',
    async () => {
      let count = 0;
      for await (const { request, session, wrong } of cancelledAtEachEvent(make, {
        producingResumeData: true,
      })) {
        const { resumeData: resumingWith } = request;
        expect([wrong, listTemporaryFiles().length]).toEqual([[], resumingWith === undefined ? 0 : 1]);
        expect(existsSync(temporaryFile('whole.bin'))).toBe(false);
        if (resumingWith !== undefined) await ended(session.download({ resumingWith }).cancel());
        expect(listTemporaryFiles()).toEqual([]);
        count += 1;
      }
      expect(count).toBeGreaterThan(times);
    },
    PATIENCE,
  );
});

import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { firstValueFrom, Observable, Subject } from 'rxjs';
import type { Session, SessionEventType } from 'rxsession';
import { named, underWay, useDownloadedFiles } from '../support/downloads.js';
import { ended, happened, turns } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { listTemporaryFiles, temporaryFile } from '../support/temporary-files.js';

const server = useServer();
useDownloadedFiles();
const sessions = useSessions(server);

describe('a download that is cancelled', () => {
  it('at once has neither a response nor a file', async () => {
    const request = sessions.make().download(`${server.url}/infinite`, { to: named('never.bin') });
    const heard: unknown[] = [];
    request.response().subscribe((response) => heard.push(response));
    request.cancel();
    await ended(request);
    const nothing = { response: undefined, fileURL: undefined, resumeData: undefined };
    expect(heard).toMatchObject([{ ...nothing, error: { kind: 'explicitlyCancelled' } }]);
    expect([existsSync(temporaryFile('never.bin')), listTemporaryFiles()]).toEqual([false, []]);
  });

  it('on its way leaves nothing it could be resumed with', async () => {
    const request = sessions.make().download(`${server.url}/download/10000000`, { to: named('never.bin') });
    const cancelled = firstValueFrom(request.response());
    await underWay(request);
    request.cancel();
    const response = await cancelled;
    expect([response.request, response.response, response.error]).not.toContain(undefined);
    expect([response.fileURL, response.resumeData, request.resumeData]).toEqual(Array(3).fill(undefined));
    expect([existsSync(temporaryFile('never.bin')), listTemporaryFiles()]).toEqual([false, []]);
  });

  it('leaves what its destination is waiting for', async () => {
    const asked = new Subject<void>();
    const left = new Subject<void>();
    const place = new Observable<never>(() => {
      asked.next();
      return () => {
        left.next();
      };
    });
    const request = sessions.make().download(`${server.url}/bytes/1000`, { to: () => place });
    const isLeft = firstValueFrom(left);
    asked.subscribe(() => request.cancel());
    expect(await firstValueFrom(request.response())).toMatchObject({
      error: { kind: 'explicitlyCancelled' },
    });
    await isLeft;
    expect(listTemporaryFiles()).toEqual([]);
  });

  it.each<SessionEventType>([
    'requestDidCreateTask',
    'taskDidReceiveResponse',
    'taskDidReceiveData',
    'taskDidWriteData',
    'taskDidFinishDownloading',
    'taskDidComplete',
    'requestDidValidate',
    'requestDidCreateDestinationURL',
    'requestDidFinishDownloading',
    'requestDidFinish',
    'requestDidParseResponse',
  ])('at %s leaves nothing', async (type) => {
    const { session, recording } = sessions.recorded();
    const request = session.download(`${server.url}/bytes/1000000`, { to: named('never.bin') }).validate();
    const stop = session.events.subscribe((event) => {
      if (event.type === type) request.cancel();
    });
    const { error } = await firstValueFrom(request.response());
    stop.unsubscribe();
    expect([error?.kind, recording.types.includes(type)]).toEqual(['explicitlyCancelled', true]);
    await ended(request);
    expect([existsSync(temporaryFile('never.bin')), listTemporaryFiles()]).toEqual([false, []]);
  });

  it.each<[string, (session: Session, controller: AbortController) => void]>([
    ['an AbortSignal', (_, controller) => controller.abort()],
    ['the end of its session', (session) => session.invalidateAndCancel()],
  ])('by %s leaves nothing', async (_what, end) => {
    const session = sessions.make();
    const controller = new AbortController();
    const request = session.download(`${server.url}/infinite`, { signal: controller.signal });
    request.response().subscribe();
    await underWay(request);
    end(session, controller);
    await ended(request);
    expect(listTemporaryFiles()).toEqual([]);
  });

  it('while its destination is asked for does not wait for it', async () => {
    const request = sessions.make().download(`${server.url}/get`, { to: () => new Promise(() => undefined) });
    const response = firstValueFrom(request.response());
    await happened(request, 'taskDidComplete');
    request.cancel();
    expect(await response).toMatchObject({ error: { kind: 'explicitlyCancelled' } });
    expect(listTemporaryFiles()).toEqual([]);
  });

  it('calls back without resume data where there are none, and once', async () => {
    const request = sessions.make().download(`${server.url}/get`);
    const handed: unknown[] = [];
    const hand = (resumeData: unknown): unknown => handed.push(resumeData);
    request.cancel({ producingResumeData: hand });
    await ended(request);
    request.cancel({ producingResumeData: hand });
    expect(handed).toEqual([undefined]);
    await turns();
    expect(handed).toEqual([undefined, undefined]);
  });
});

describe('a download that fails', () => {
  it('leaves nothing of a response that is refused, once its serializers have seen it', async () => {
    const request = sessions.make().download(`${server.url}/status/404`, { to: named('never.bin') });
    const { value, fileURL } = await firstValueFrom(
      request.validate().response({
        serializeDownload: (_request, _response, url, error) => [url && existsSync(url), error?.responseCode],
      }),
    );
    expect([value, fileURL, request.fileURL]).toEqual([[true, 404], undefined, undefined]);
    expect([existsSync(temporaryFile('never.bin')), listTemporaryFiles()]).toEqual([false, []]);
  });

  it('leaves nothing where it cannot be resumed', async () => {
    const request = sessions.make().download(`${server.url}/truncated`);
    const { error, resumeData } = await firstValueFrom(request.response());
    expect([error?.code, resumeData]).toEqual(['networkConnectionLost', undefined]);
    expect(listTemporaryFiles()).toEqual([]);
  });
});

describe('a download that succeeds', () => {
  it('stays when the response is only read wrongly', async () => {
    const request = sessions.make().download(`${server.url}/image/jpeg`, { to: named('a.jpg') });
    const { error, fileURL } = await firstValueFrom(request.responseJSON());
    expect(error).toMatchObject({ reason: { kind: 'jsonSerializationFailed' } });
    expect(existsSync(fileURL as URL)).toBe(true);
  });
});

import { describe, expect, it } from '@jest/globals';
import {
  Adapter,
  MultipartFormData,
  Retrier,
  RetryResult,
  Interceptor,
  type SessionEventType,
  URLRequest,
} from 'rxsession';
import type { Echo } from '../../examples/server/endpoints/echo.js';
import { CountingInterceptor, once } from '../support/counting-interceptor.js';
import { countsOf, ended } from '../support/happenings.js';
import { failureOf, onlyResponseOf } from '../support/outcomes.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { temporaryFile } from '../support/temporary-files.js';

const server = useServer();
const sessions = useSessions(server);

const payload = new TextEncoder().encode('PAYLOAD');

describe('the events of an upload', () => {
  it('are those of a request, and the body that was made for it', async () => {
    const { session, recording } = sessions.recorded();
    const request = session.upload(payload, `${server.url}/post`);
    await onlyResponseOf(request.responseData());
    const once: SessionEventType[] = [
      'taskDidFinishCollectingMetrics',
      'requestDidCreateInitialURLRequest',
      'requestDidCreateURLRequest',
      'requestDidCreateTask',
      'requestDidGatherMetrics',
      'requestDidCompleteTask',
      'requestDidFinish',
      'requestDidResume',
      'requestDidResumeTask',
      'requestDidCreateUploadable',
      'requestDidParseResponse',
    ];
    expect(countsOf(recording.types)).toMatchObject(Object.fromEntries(once.map((type) => [type, 1])));
    expect(await ended(request)).toBe('finished');
  });

  it('tell the body before the task that sends it', async () => {
    const { session, recording } = sessions.recorded();
    const request = session.upload(payload, `${server.url}/post`);
    await onlyResponseOf(request);
    const { types } = recording;
    expect(types.indexOf('requestDidCreateUploadable')).toBeLessThan(types.indexOf('requestDidCreateTask'));
    const made = recording.events.find((event) => event.type === 'requestDidCreateUploadable');
    expect(made?.uploadable).toEqual({ kind: 'data', data: payload });
    expect(request.uploadable).toBe(made?.uploadable);
  });

  it('tell that the body could not be made, and nothing of a task', async () => {
    const { session, recording } = sessions.recorded();
    const form = new MultipartFormData().append(temporaryFile('missing'), { name: 'missing' });
    const error = await failureOf(session.upload(form, `${server.url}/post`));
    const failed = recording.events.find((event) => event.type === 'requestDidFailToCreateUploadable');
    expect(failed?.error).toBe(error);
    expect(recording.types).not.toContain('requestDidCreateUploadable');
    expect(recording.types).not.toContain('requestDidCreateTask');
  });

  it('tell the bytes as they are sent', async () => {
    const { session, recording } = sessions.recorded();
    await onlyResponseOf(session.upload(new Uint8Array(1_000_000), `${server.url}/upload`));
    const sent = recording.events.filter((event) => event.type === 'taskDidSendBodyData');
    expect(sent.length).toBeGreaterThan(1);
    expect(sent.reduce((sum, { bytesSent }) => sum + bytesSent, 0)).toBe(1_000_000);
    expect(sent.at(-1)).toMatchObject({ totalBytesSent: 1_000_000, totalBytesExpectedToSend: 1_000_000 });
  });

  it('tell the new body of each attempt', async () => {
    const { session, recording } = sessions.recorded();
    const interceptor = new CountingInterceptor({ retry: once });
    const request = session.upload(payload, `${server.url}/flaky/events?failures=1`, { interceptor });
    await onlyResponseOf(request.validate());
    expect(countsOf(recording.types)).toMatchObject({ requestDidCreateUploadable: 2, requestIsRetrying: 1 });
  });
});

describe('an upload that is retried', () => {
  it('after its time has run out sends its body again', async () => {
    const body = new TextEncoder().encode('body');
    const retrier = new CountingInterceptor({ retry: () => RetryResult.retry });
    let attempts = 0;
    const adapter = Adapter((urlRequest) => {
      attempts += 1;
      return attempts === 1
        ? urlRequest
        : urlRequest.with({ url: `${server.url}/post`, timeoutInterval: undefined });
    });
    const headers = { 'Content-Type': 'text/plain' };
    const target = new URLRequest(`${server.url}/never`, { method: 'POST', headers, timeoutInterval: 20 });
    const interceptor = new Interceptor({ adapters: [adapter], retriers: [retrier] });
    const request = sessions.make().upload(body, target, { interceptor });
    const response = await onlyResponseOf(request.responseJSON<Echo>());
    expect(response.value).toMatchObject({ data: 'body', headers: { 'content-type': 'text/plain' } });
    expect(retrier.errors).toMatchObject([{ kind: 'sessionTaskFailed', code: 'timedOut' }]);
    expect(request.uploadable).toEqual({ kind: 'data', data: body });
  });

  it('has no body while the next one is not made', async () => {
    const seen: unknown[] = [];
    const request = sessions.make().upload(payload, `${server.url}/flaky/none?failures=1`);
    request.adapt({
      adapt(urlRequest) {
        seen.push(request.uploadable);
        return urlRequest;
      },
    });
    request.retry(Retrier(({ retryCount }) => (retryCount < 1 ? RetryResult.retry : RetryResult.doNotRetry)));
    await onlyResponseOf(request.validate());
    expect(seen).toEqual([undefined, undefined]);
  });
});

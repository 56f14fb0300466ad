import { describe, expect, it } from '@jest/globals';
import { VirtualTimeScheduler } from 'rxjs';
import { type DataResponse, Retrier, RetryResult, Session, type UploadRequest } from 'rxsession';
import { flushVirtualTime, StubTransport } from 'rxsession/testing';
import { FilesInMemory } from '../support/files-in-memory.js';

const URL_TEXT = 'https://api.example.com/forms';
const once = Retrier(({ retryCount }) => (retryCount < 1 ? RetryResult.retry : RetryResult.doNotRetry));

/** A form that goes through a file, whose removal is as slow as somebody says. */
class SlowFiles extends FilesInMemory {
  readonly removals: (() => void)[] = [];

  override async remove(url: URL): Promise<void> {
    await new Promise<void>((resolve) => this.removals.push(resolve));
    await super.remove(url);
  }
}

interface Upload {
  readonly files: SlowFiles;
  readonly request: UploadRequest;
  readonly responses: DataResponse<unknown>[];
  /** Lets all happen that happens up to a millisecond. */
  until(millisecond: number): Promise<void>;
}

function upload(statusCode: number): Upload {
  const scheduler = new VirtualTimeScheduler();
  const files = new SlowFiles();
  const transport = new StubTransport(() => ({ statusCode, delay: 100 }), { scheduler });
  const options = { usingThreshold: 0, fileManager: files, interceptor: once };
  const request = new Session({ transport, rootQueue: scheduler })
    .upload((form) => void form.append('text', { name: 'field' }), URL_TEXT, options)
    .validate();
  const responses: DataResponse<unknown>[] = [];
  request.subscribe((response) => responses.push(response));
  return { files, request, responses, until: (millisecond) => flushVirtualTime(scheduler, millisecond) };
}

describe('the removal of a temporary file', () => {
  it('is waited for', async () => {
    const { files, responses, until } = upload(200);
    await until(1099);
    expect([files.removals.length, responses.length]).toEqual([1, 0]);
    files.removals[0]?.();
    await until(1099);
    expect([files.contents.size, responses.length]).toEqual([0, 1]);
  });

  it('that never ends holds the response for a second and no longer', async () => {
    const { files, responses, until } = upload(200);
    await until(1100);
    expect(responses.map(({ error }) => error)).toEqual([undefined]);
    expect(files.contents.size).toBe(1);
  });

  it('that never ends holds a cancellation for a second and no longer', async () => {
    const { request, responses, until } = upload(200);
    request.onTask.subscribe(() => request.cancel());
    await until(1000);
    expect(responses.map(({ error }) => error?.kind)).toEqual(['explicitlyCancelled']);
  });

  it('that ends late takes nothing from the next attempt', async () => {
    const { files, request, responses, until } = upload(500);
    await until(1150);
    expect(request.retryCount).toBe(1);
    files.removals.shift()?.();
    await until(2000);
    expect([files.contents.size, responses.length]).toEqual([1, 0]);
    files.removals.shift()?.();
    await until(2000);
    expect([files.contents.size, responses.length]).toEqual([0, 1]);
  });
});

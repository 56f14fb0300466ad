import { describe, expect, it } from '@jest/globals';
import { HTTPURLResponse, SessionDelegate, type SessionError, type TaskInfo } from 'rxsession';
import { reportedErrors } from '../support/reported-errors.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

describe('a delegate', () => {
  it('is the one that the session was made with', () => {
    const delegate = new SessionDelegate();
    expect(sessions.make({ delegate }).delegate).toBe(delegate);
  });

  it('is the very object that the tasks of its session pass', async () => {
    const session = sessions.make();
    const passed: unknown[] = [];
    const { delegate } = session;
    delegate.taskDidComplete = function (...told) {
      passed.push(this);
      SessionDelegate.prototype.taskDidComplete.apply(this, told);
    };
    await session.request(`${server.url}/get`).serializingData().value;
    expect(passed).toEqual([session.delegate]);
    expect(session).not.toMatchObject({ serverTrustManager: expect.anything() as unknown });
  });

  it('sees everything of a task, in order, on the rootQueue', async () => {
    const seen: string[] = [];
    class Watching extends SessionDelegate {
      override taskDidReceiveResponse(task: TaskInfo, response: HTTPURLResponse): void {
        seen.push(`response ${String(session.rootQueue.isCurrent)}`);
        super.taskDidReceiveResponse(task, response);
      }
      override taskDidReceiveData(task: TaskInfo, data: Uint8Array): void {
        seen.push(`data ${String(session.rootQueue.isCurrent)}`);
        super.taskDidReceiveData(task, data);
      }
      override taskDidComplete(task: TaskInfo, error: SessionError | undefined): void {
        seen.push(`complete ${String(session.rootQueue.isCurrent)}`);
        super.taskDidComplete(task, error);
      }
    }
    const session = sessions.make({ delegate: new Watching() });
    await session.request(`${server.url}/get`).serializingData().value;
    expect(seen).toEqual(['response true', 'data true', 'complete true']);
  });

  it('changes the body by passing on something else, and its listeners see that alone', async () => {
    class Shouting extends SessionDelegate {
      override taskDidReceiveData(task: TaskInfo, data: Uint8Array): void {
        const text = new TextDecoder().decode(data).toUpperCase();
        super.taskDidReceiveData(task, new TextEncoder().encode(text));
      }
    }
    const session = sessions.make({ delegate: new Shouting() });
    expect(await session.request(`${server.url}/html`).serializingString().value).toMatch(/^<!DOCTYPE HTML>/);
  });

  it('changes the response head by passing on another', async () => {
    class Teapot extends SessionDelegate {
      override taskDidReceiveResponse(task: TaskInfo, { url, headers }: HTTPURLResponse): void {
        super.taskDidReceiveResponse(task, new HTTPURLResponse({ url, headers, statusCode: 418 }));
      }
    }
    const request = sessions.make({ delegate: new Teapot() }).request(`${server.url}/get`).validate();
    expect(await request.serializingData().response).toMatchObject({ error: { responseCode: 418 } });
  });

  it('knows the request of a task while the task is not over', async () => {
    const requests: unknown[] = [];
    class Asking extends SessionDelegate {
      override taskDidComplete(task: TaskInfo, error: SessionError | undefined): void {
        requests.push(this.requestOf(task));
        super.taskDidComplete(task, error);
        requests.push(this.requestOf(task));
      }
    }
    const request = sessions.make({ delegate: new Asking() }).request(`${server.url}/get`);
    await request.serializingData().value;
    expect(requests).toEqual([request, undefined]);
  });

  it('sees the redirects of a task', async () => {
    const targets: string[] = [];
    class Following extends SessionDelegate {
      override taskWillPerformHTTPRedirection(
        ...[task, response, newRequest]: Parameters<SessionDelegate['taskWillPerformHTTPRedirection']>
      ): void {
        targets.push(newRequest.url);
        super.taskWillPerformHTTPRedirection(task, response, newRequest);
      }
    }
    const session = sessions.make({ delegate: new Following() });
    await session.request(`${server.url}/redirect/2`).serializingData().value;
    expect(targets).toHaveLength(2);
    expect(targets[1]).toBe(`${server.url}/get`);
  });

  describe('that throws', () => {
    const reports = reportedErrors();

    it.each(['taskDidReceiveResponse', 'taskDidReceiveData'] as const)(
      'in %s fails the request with what it threw',
      async (name) => {
        const delegate = Object.assign(new SessionDelegate(), { [name]: fail });
        const request = sessions.make({ delegate }).request(`${server.url}/get`);
        expect(await request.serializingData().response).toMatchObject({
          error: { kind: 'sessionTaskFailed', code: 'unknown', underlyingError: { message: 'careless' } },
        });
      },
    );

    it.each(['taskWillCacheResponse', 'taskDidFinishCollectingMetrics', 'taskDidComplete'] as const)(
      'in %s lets the request end once all the same',
      async (name) => {
        const delegate = Object.assign(new SessionDelegate(), { [name]: fail });
        const request = sessions.make({ delegate }).request(`${server.url}/get`);
        let ends = 0;
        const { response } = request.serializingData();
        request.response().subscribe(() => (ends += 1));
        expect(await response).toMatchObject({ error: { underlyingError: { message: 'careless' } } });
        expect(ends).toBe(1);
        expect(reports.errors.length).toBeLessThan(2);
      },
    );
  });
});

function fail(): never {
  throw new Error('careless');
}

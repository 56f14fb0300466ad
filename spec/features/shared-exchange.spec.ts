import { describe, expect, it } from '@jest/globals';
import { firstValueFrom, lastValueFrom, retry, toArray } from 'rxjs';
import { Retrier, RetryResult, type ResponseSerializer } from 'rxsession';
import { z } from 'zod';
import { ended, turns } from '../support/happenings.js';
import { reportedErrors } from '../support/reported-errors.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);
const Echo = z.object({ url: z.string() });

/** Counts how often it is asked. */
function counting(
  answer: (call: number) => unknown = (call) => call,
): ResponseSerializer<unknown> & { calls: number } {
  return {
    calls: 0,
    serialize() {
      this.calls += 1;
      return answer(this.calls);
    },
  };
}

describe('listeners of one request', () => {
  const reports = reportedErrors();

  it('share one exchange', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    const responses = await Promise.all([
      firstValueFrom(request),
      firstValueFrom(request.responseString()),
      firstValueFrom(request.responseJSON()),
      firstValueFrom(request.response()),
    ]);
    expect(server.requests).toHaveLength(1);
    expect(new Set(responses.map(({ response }) => response)).size).toBe(1);
  });

  it('share one serialization where they listen to one ResponseObservable', async () => {
    const serializer = counting();
    const responses = sessions.make().request(`${server.url}/get`).response(serializer);
    const [first, second] = await Promise.all([firstValueFrom(responses), firstValueFrom(responses)]);
    expect(first).toBe(second);
    expect(await firstValueFrom(responses)).toBe(first);
    expect(serializer.calls).toBe(1);
  });

  it('are all told in the order they came, after everything has been serialized', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    const order: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      request.response({ serialize: () => order.push(`serialize ${name}`) }).subscribe({
        next: () => order.push(`next ${name}`),
        complete: () => order.push(`complete ${name}`),
      });
    }
    await ended(request);
    expect(order.slice(0, 3)).toEqual(['serialize a', 'serialize b', 'serialize c']);
    expect(order.slice(3)).toEqual(['a', 'b', 'c'].flatMap((name) => [`next ${name}`, `complete ${name}`]));
  });

  it('are all serialized again when one serializer asks for a retry, and none was told before', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    request.retry(Retrier(() => RetryResult.retry));
    const values: unknown[] = [];
    const content = counting();
    const picky = counting((call) => {
      if (call === 1) throw new Error('not yet');
      return 'now';
    });
    request.response(content).subscribe(({ value }) => values.push(value));
    request.response(picky).subscribe(({ value }) => values.push(value));
    await ended(request);
    expect(values).toEqual([2, 'now']);
    expect(server.requests).toHaveLength(2);
  });

  it('are not harmed by one that throws', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    let isHeard = false;
    request.response().subscribe(() => {
      throw new Error('careless');
    });
    request.response().subscribe(() => (isHeard = true));
    await ended(request);
    expect(isHeard).toBe(true);
    await reports.reported(1);
    expect(reports.errors).toEqual([expect.objectContaining({ message: 'careless' })]);
  });
});

describe('a listener that comes after the end', () => {
  it('is given the same outcome, without another exchange', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    const early = await firstValueFrom(request.responseString());
    const late = await firstValueFrom(request.responseString());
    expect(late.value).toBe(early.value);
    expect(late.response).toBe(early.response);
    expect(server.requests).toHaveLength(1);
  });

  it.each(['known', 'fresh'])(
    'is told through a macrotask, never in its own stack: a %s response',
    async (kind) => {
      const request = sessions.make().request(`${server.url}/get`);
      const known = request.responseString();
      await firstValueFrom(known);
      const order: string[] = [];
      const told = new Promise<void>((resolve) => {
        (kind === 'known' ? known : request.responseString()).subscribe({
          next: () => order.push('told'),
          complete: resolve,
        });
      });
      order.push('subscribed');
      await Promise.resolve().then(() => order.push('microtask'));
      await told;
      expect(order).toEqual(['subscribed', 'microtask', 'told']);
    },
  );

  it('starves no timer, however carelessly it retries a failure', async () => {
    const request = sessions.make().request(`${server.url}/status/500`).validate();
    await ended(request.resume());
    const careless = request.responseString().value().pipe(retry()).subscribe();
    await new Promise((resolve) => setTimeout(resolve, 5));
    careless.unsubscribe();
    expect(server.requests).toHaveLength(1);
  });

  it('asks no retrier for the failure of its serializer', async () => {
    let asked = 0;
    const request = sessions.make().request(`${server.url}/get`);
    request.retry(Retrier(() => ((asked += 1), RetryResult.retry)));
    await firstValueFrom(request.response());
    const failing = request.response(counting(() => Promise.reject(new Error('never'))));
    expect(await firstValueFrom(failing)).toMatchObject({ error: { kind: 'responseSerializationFailed' } });
    expect(asked).toBe(0);
    expect(server.requests).toHaveLength(1);
  });

  it('is given the cancellation of a request that was cancelled', async () => {
    const request = sessions.make().request(`${server.url}/get`).cancel();
    await ended(request);
    expect(await firstValueFrom(request)).toMatchObject({ error: { kind: 'explicitlyCancelled' } });
    expect(await lastValueFrom(request.responseString().result().pipe(toArray()))).toHaveLength(1);
  });

  it('that leaves at once is told nothing', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    const responses = request.response();
    await firstValueFrom(responses);
    let isTold = false;
    responses.subscribe(() => (isTold = true)).unsubscribe();
    request
      .responseString()
      .subscribe(() => (isTold = true))
      .unsubscribe();
    await turns(20);
    expect(isTold).toBe(false);
  });

  it('that was added inside another handler is told in its turn, with one inside it', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    const urls = await new Promise((resolve) => {
      request.responseDecodable(Echo).subscribe((first) => {
        request.responseDecodable(Echo).subscribe((second) => {
          request.responseDecodable(Echo).subscribe((third) => {
            resolve([first, second, third].map(({ value }) => value?.url));
          });
        });
      });
    });
    expect(urls).toEqual(Array.from({ length: 3 }, () => `${server.url}/get`));
    expect(server.requests).toHaveLength(1);
  });

  it('is told whenever it comes', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    for (let time = 0; time < 3; time += 1) {
      const response = await firstValueFrom(request.responseDecodable(Echo));
      expect(response.value).toEqual({ url: `${server.url}/get` });
    }
    expect(request.state).toBe('finished');
    expect(server.requests).toHaveLength(1);
  });

  it('that was added inside the handler of a cancelled request is told of the cancellation', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    const kinds = new Promise((resolve) => {
      request.responseDecodable(Echo).subscribe((first) => {
        request.responseDecodable(Echo).subscribe((second) => {
          resolve([first, second].map(({ error }) => error?.kind));
        });
      });
    });
    request.cancel();
    expect(await kinds).toEqual(['explicitlyCancelled', 'explicitlyCancelled']);
  });
});

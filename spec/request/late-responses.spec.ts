import { describe, expect, it } from '@jest/globals';
import { NEVER, Observable } from 'rxjs';
import type { DataRequest, DataResponse, ResponseObservable } from 'rxsession';
import { inVirtualTime, type VirtualTime } from '../support/virtual-session.js';

const URL_TEXT = 'https://api.example.com/';
const DAY = 86_400_000;

/** A request that is over, and a serializer that never answers, for one who comes late. */
function late(work: (given: VirtualTime & { request: DataRequest; stuck: Stuck }) => void): void {
  inVirtualTime((time) => {
    const configuration = { timeoutIntervalForResource: 100 };
    const request = time.session(() => ({ body: 'text' }), { configuration }).request(URL_TEXT);
    request.subscribe();
    time.flush();
    work({ ...time, request, stuck: new Stuck(request) });
  });
}

class Stuck {
  readonly responses: DataResponse<unknown>[] = [];
  readonly observable: ResponseObservable<unknown>;
  isOpen = false;

  constructor(request: DataRequest) {
    const answer = new Observable<never>(() => {
      this.isOpen = true;
      return () => (this.isOpen = false);
    });
    this.observable = request.response({ serialize: () => answer });
  }
}

describe('a late response whose serializer never answers', () => {
  it('outlasts every limit of the exchange, and holds up nobody', () => {
    late(({ request, stuck, scheduler, flush }) => {
      const responses: unknown[] = [];
      stuck.observable.subscribe((response) => stuck.responses.push(response));
      request.responseString().subscribe(({ value }) => responses.push(value));
      scheduler.schedule(() => undefined, DAY);
      flush();
      expect([stuck.isOpen, stuck.responses, responses]).toEqual([true, [], ['text']]);
      request.cancel();
    });
  });

  it('ends when it is unsubscribed from', () => {
    late(({ stuck, flush }) => {
      const subscription = stuck.observable.subscribe((response) => stuck.responses.push(response));
      flush();
      expect(stuck.isOpen).toBe(true);
      subscription.unsubscribe();
      expect([stuck.isOpen, stuck.responses]).toEqual([false, []]);
    });
  });

  it('ends when its request is cancelled, which stays finished', () => {
    late(({ request, stuck, flush }) => {
      stuck.observable.subscribe((response) => stuck.responses.push(response));
      flush();
      request.cancel();
      flush();
      expect(stuck.responses.map(({ error }) => error?.kind)).toEqual(['explicitlyCancelled']);
      expect([stuck.isOpen, request.state, request.error]).toEqual([false, 'finished', undefined]);
    });
  });

  it('does not end when it comes after the cancellation', () => {
    late(({ request, stuck, flush }) => {
      request.cancel();
      flush();
      const subscription = stuck.observable.subscribe((response) => stuck.responses.push(response));
      flush();
      expect([stuck.isOpen, stuck.responses]).toEqual([true, []]);
      subscription.unsubscribe();
    });
  });
});

describe('a late response for await', () => {
  it('ends when its task is cancelled', async () => {
    const given: { response?: Promise<DataResponse<unknown>> } = {};
    late(({ request, flush }) => {
      const task = request.serializingResponse({ serialize: () => NEVER });
      given.response = task.response;
      flush();
      task.cancel();
      flush();
    });
    expect((await given.response)?.error?.kind).toBe('explicitlyCancelled');
  });
});

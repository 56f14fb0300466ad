import { describe, expect, it } from '@jest/globals';
import { firstValueFrom, toArray, type Observable } from 'rxjs';
import type { ResponseSerializer } from 'rxsession';
import { useHttpbin, type Echo } from '../support/httpbin.js';
import { useSessions } from '../support/sessions.js';

const httpbin = useHttpbin();
const sessions = useSessions();

function all<T>(values: Observable<T>): Promise<T[]> {
  return firstValueFrom(values.pipe(toArray()));
}

describe('the two doors to httpbin', () => {
  it('give one answer to all who listen to a request', async () => {
    const { session, recording } = sessions.recorded();
    const request = session.request(`${httpbin.url}/uuid`);
    const [json, text, bytes] = await Promise.all([
      request.serializingJSON().value,
      request.serializingString().value,
      request.serializingData().value,
    ]);
    expect([JSON.stringify(json), new TextDecoder().decode(bytes)]).toEqual([
      JSON.stringify(JSON.parse(text)),
      text,
    ]);
    expect(recording.types.filter((type) => type === 'requestDidCreateTask')).toHaveLength(1);
  });

  it('give each who subscribes to the cold one an answer of its own', async () => {
    const uuids = sessions.make().get<{ uuid: string }>(`${httpbin.url}/uuid`);
    const [one, other] = await Promise.all([firstValueFrom(uuids), firstValueFrom(uuids)]);
    expect(one.uuid).not.toBe(other.uuid);
  });

  it('give progress and response as events', async () => {
    const get = sessions.make().get<Echo>(`${httpbin.url}/get`, { observe: 'events' });
    const events = await all(get);
    const kinds = events.map(({ kind }) => kind);
    expect([kinds.includes('downloadProgress'), kinds.at(-1)]).toEqual([true, 'response']);
  });
});

describe('the response of httpbin', () => {
  it('is what a serializer of one’s own makes of it', async () => {
    const asItIs: ResponseSerializer<Uint8Array | undefined> = {
      serialize: (_request, _response, data) => data,
    };
    const request = sessions.make().request(`${httpbin.url}/get`);
    const { data, value } = await firstValueFrom(request.response(asItIs));
    expect(data).toBeDefined();
    expect(value).toBe(data);
  });
});

import { describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { Agent } from 'node:http';
import { firstValueFrom } from 'rxjs';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

function shapeOf(data: Uint8Array | undefined): unknown {
  return data && [data.constructor === Uint8Array, data.byteOffset, data.buffer.byteLength - data.byteLength];
}

const PLAIN = [true, 0, 0];

describe('bytes that are handed out are a plain Uint8Array over memory of their own', () => {
  it.each(['/bytes/5', '/bytes/200000', '/gzip', '/get'])('of %s', async (path) => {
    const { data } = await sessions.make().request(`${server.url}${path}`).serializingData().response;
    expect(data?.byteLength).toBeGreaterThan(0);
    expect(shapeOf(data)).toEqual(PLAIN);
    expect(
      shapeOf(await firstValueFrom(sessions.make().get(`${server.url}${path}`, { decode: 'data' }))),
    ).toEqual(PLAIN);
  });

  it("over a caller's axios instance", async () => {
    const session = sessions.make({ session: axios.create({ httpAgent: new Agent({ keepAlive: false }) }) });
    const { data } = await session.request(`${server.url}/bytes/5`).serializingData().response;
    expect(shapeOf(data)).toEqual(PLAIN);
  });

  it('of a file', async () => {
    const file = new URL('../../package.json', import.meta.url);
    const { data } = await sessions.make().request(file).serializingData().response;
    expect(shapeOf(data)).toEqual(PLAIN);
  });

  it('of a stream: plain chunks', async () => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of sessions.make().streamRequest(`${server.url}/bytes/100000`).responseStream())
      chunks.push(chunk);
    expect(chunks.every((chunk) => chunk.constructor === Uint8Array)).toBe(true);
  });
});

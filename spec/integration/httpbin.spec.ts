import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { startHttpbin, type Httpbin } from '../support/httpbin.js';

describe('httpbin', () => {
  let httpbin: Httpbin;

  beforeAll(async () => {
    httpbin = await startHttpbin();
  }, 60_000);

  afterAll(() => httpbin.stop());

  it('answers with the status asked for', async () => {
    const [response] = (await once(get(`${httpbin.url}/status/204`), 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(204);
    await once(response, 'end');
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import axios, { type AxiosInstance } from 'axios';
import { firstValueFrom } from 'rxjs';
import { Session } from '../../lib/index.js';
import { useServer } from '../support/server.js';

const server = useServer();

let own: Session;
let session: Session;
let instance: AxiosInstance;

beforeEach(() => {
  own = new Session();
  instance = axios.create({ adapter: own.session?.defaults.adapter ?? [] });
  session = new Session({ session: instance });
});

afterEach(() => {
  session.invalidateAndCancel();
  own.invalidateAndCancel();
});

describe("a caller's instance with the adapter of a session", () => {
  it('has its interceptors, and the timings of the adapter', async () => {
    instance.interceptors.request.use((config) => (config.headers.set('X-Trace', '17'), config));
    const response = await firstValueFrom(session.request(`${server.url}/get`).responseJSON());
    expect(response.value).toMatchObject({ headers: { 'x-trace': '17' } });
    expect(response.metrics?.transactions[0]?.requestStart).toEqual(expect.any(Number));
  });

  it('refuses a status as the instance does, and the session has the response all the same', async () => {
    const refused: (number | undefined)[] = [];
    instance.interceptors.response.use(undefined, (error: unknown) => {
      refused.push(axios.isAxiosError(error) ? error.response?.status : undefined);
      throw error;
    });
    const { response, data } = await firstValueFrom(
      session.request(`${server.url}/status/404`).responseData(),
    );
    expect({ refused, status: response?.statusCode }).toEqual({ refused: [404], status: 404 });
    expect(data).toBeUndefined();
  });

  it('ends what is cancelled', async () => {
    const request = session.request(`${server.url}/latch/never`);
    const response = firstValueFrom(request.response());
    await server.nextRequest('/latch/never');
    request.cancel();
    expect((await response).error).toMatchObject({ kind: 'explicitlyCancelled' });
    await server.whenIdle();
  });
});

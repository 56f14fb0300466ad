import { afterEach, describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { isBare, makeOwnInstance } from '../../../lib/transport/axios/own-instance.js';

describe('an own instance', () => {
  const before = { ...axios.defaults };
  afterEach(() => {
    for (const key of Object.keys(axios.defaults)) Reflect.deleteProperty(axios.defaults, key);
    Object.assign(axios.defaults, before);
  });

  it('adds nothing, whatever the defaults of axios have become', () => {
    Object.assign(axios.defaults, { baseURL: 'https://elsewhere.example', params: { a: 1 }, timeout: 5 });
    const { defaults } = makeOwnInstance();
    expect(defaults).toMatchObject({ headers: { common: {} }, validateStatus: null });
    expect([defaults.baseURL, defaults.params, defaults.timeout]).toEqual([undefined, undefined, undefined]);
  });

  it('sends nothing that was not asked for', async () => {
    const instance = makeOwnInstance((config) => Promise.resolve({ config, status: 500 } as never));
    const { config, status } = await instance.get('https://example.com');
    expect(config.headers.toJSON()).toEqual({});
    expect(status).toBe(500);
  });

  it.each<[string, (instance: ReturnType<typeof makeOwnInstance>) => unknown]>([
    ['a request interceptor', ({ interceptors }) => interceptors.request.use((config) => config)],
    ['a response interceptor', ({ interceptors }) => interceptors.response.use((response) => response)],
    ['a baseURL', ({ defaults }) => (defaults.baseURL = 'https://example.com')],
    ['params', ({ defaults }) => (defaults.params = { a: 1 })],
    ['auth', ({ defaults }) => (defaults.auth = { username: 'a', password: 'b' })],
    ['a common header', ({ defaults }) => (defaults.headers.common['X-A'] = '1')],
    ['a header of its own', ({ defaults }) => (defaults.headers['X-A'] = '1')],
  ])('is bare until it is given %s', (_, change) => {
    const instance = makeOwnInstance();
    expect(isBare(instance)).toBe(true);
    change(instance);
    expect(isBare(instance)).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import {
  JSONParameterEncoder,
  URLEncodedFormEncoder,
  URLEncodedFormParameterEncoder,
  type RequestOptions,
} from 'rxsession';
import { fixture } from '../support/fixtures.js';
import { useHttpbin, type Echo } from '../support/httpbin.js';
import { useSessions } from '../support/sessions.js';

const httpbin = useHttpbin();
const sessions = useSessions();

function ask(path: string, options: RequestOptions): Promise<Echo> {
  return sessions
    .make()
    .request(httpbin.url + path, options)
    .validate()
    .serializingJSON<Echo>().value;
}

const UNICODE = { french: 'français', japanese: '日本語', arabic: 'العربية', emoji: '😃👍🏻' };

describe('parameters in the query', () => {
  it('arrive as they were given', async () => {
    expect((await ask('/get', { parameters: { property: 'one' } })).args).toEqual({ property: 'one' });
  });

  it('come after those that the URL has', async () => {
    const { args } = await ask('/get?page=1&tag=a', { parameters: { tag: 'b', size: 10 } });
    expect(args).toEqual({ page: '1', tag: ['a', 'b'], size: '10' });
  });

  it('keep what would end a value elsewhere', async () => {
    const parameters = { text: 'a&b=c#d?e/f+g h%20', 'k&y': '=' };
    expect((await ask('/get', { parameters })).args).toEqual(parameters);
  });

  it('keep scripts and emoji', async () => {
    expect((await ask('/get', { parameters: UNICODE })).args).toEqual(UNICODE);
  });

  it('hold lists and objects in brackets', async () => {
    const { args } = await ask('/get', { parameters: { list: [1, 2], at: { x: true } } });
    expect(args).toEqual({ 'list[]': ['1', '2'], 'at[x]': '1' });
  });

  it('add nothing to the URL when there are none', async () => {
    expect((await ask('/get', { parameters: {} })).url).toBe(`${httpbin.url}/get`);
  });
});

describe('parameters in a form', () => {
  it('arrive as they were given', async () => {
    const { form, headers } = await ask('/post', { method: 'POST', parameters: { property: 'one' } });
    expect(form).toEqual({ property: 'one' });
    expect(headers['Content-Type']).toMatch(/^application\/x-www-form-urlencoded/);
  });

  it('keep scripts and emoji', async () => {
    expect((await ask('/post', { method: 'POST', parameters: UNICODE })).form).toEqual(UNICODE);
  });

  it('keep images in lines of base64', async () => {
    const lines = (bytes: Buffer): string => bytes.toString('base64').replace(/.{64}/g, '$&\r\n');
    const parameters = {
      email: 'user@alamofire.org',
      png_image: lines(fixture('unicorn.png')),
      jpeg_image: lines(fixture('rainbow.jpg')),
    };
    expect((await ask('/post', { method: 'POST', parameters })).form).toEqual(parameters);
  });

  it('write spaces, lists and booleans as an encoder says', async () => {
    const form = new URLEncodedFormEncoder({
      arrayEncoding: 'noBrackets',
      boolEncoding: 'literal',
      spaceEncoding: 'plusReplaced',
    });
    const encoder = new URLEncodedFormParameterEncoder({ encoder: form, destination: 'httpBody' });
    const parameters = { tag: ['a b', 'c+d'], isNew: true };
    const echo = await ask('/put', { method: 'PUT', parameters, encoder });
    expect(echo.form).toEqual({ tag: ['a b', 'c+d'], isNew: 'true' });
  });

  it('are what the cold door makes of URLSearchParams', async () => {
    const body = new URLSearchParams({ q: 'a b&c', lang: '日本語' });
    const { form } = await firstValueFrom(sessions.make().post<Echo>(`${httpbin.url}/post`, body));
    expect(form).toEqual({ q: 'a b&c', lang: '日本語' });
  });
});

describe('parameters as JSON', () => {
  it('are sent as exactly that text', async () => {
    const encoder = JSONParameterEncoder.default;
    const { data, headers } = await ask('/post', {
      method: 'POST',
      parameters: { property: 'one' },
      encoder,
    });
    expect([data, headers['Content-Type']]).toEqual(['{"property":"one"}', 'application/json']);
    expect(headers['Content-Length']).toBe('18');
  });

  it('keep scripts, emoji and nesting', async () => {
    const parameters = { ...UNICODE, nested: [{ none: null, number: 1.5, quotes: `"'\\` }] };
    const echo = await ask('/post', { method: 'POST', parameters, encoder: JSONParameterEncoder.default });
    expect(echo.json).toEqual(parameters);
  });

  it('are the body of the cold door, beside parameters in the query', async () => {
    const options = { parameters: { dry: 'run' } };
    const post = sessions.make().post<Echo>(`${httpbin.url}/post`, UNICODE, options);
    const { json, args } = await firstValueFrom(post);
    expect([json, args]).toEqual([UNICODE, { dry: 'run' }]);
  });
});

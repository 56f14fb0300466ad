import { describe, expect, it } from '@jest/globals';
import { JSONParameterEncoder } from 'rxsession';
import type { Echo } from '../../examples/server/endpoints/echo.js';
import { fixture } from '../support/fixtures.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

function post(parameters: unknown, options = {}): Promise<Echo> {
  const request = sessions.make().request(`${server.url}/post`, { method: 'POST', parameters, ...options });
  return request.serializingJSON<Echo>().value;
}

describe('the parameters of a request', () => {
  it('keep every script', async () => {
    const parameters = { french: 'français', japanese: '日本語', arabic: 'العربية', emoji: '😃' };
    expect((await post(parameters)).form).toEqual(parameters);
  });

  it('keep files that were written as base64 in lines, byte for byte', async () => {
    const inLines = (name: Parameters<typeof fixture>[0]): string =>
      fixture(name).toString('base64').replace(/.{64}/g, '$&\r\n');
    const parameters = {
      email: 'user@alamofire.org',
      png_image: inLines('unicorn.png'),
      jpeg_image: inLines('rainbow.jpg'),
    };
    expect((await post(parameters)).form).toEqual(parameters);
  });

  it('are JSON with the encoder for it', async () => {
    const echo = await post({ property: 'one' }, { encoder: JSONParameterEncoder.default });
    expect(echo.data).toBe('{"property":"one"}');
  });

  it('are the query of a GET', async () => {
    const request = sessions.make().request(`${server.url}/get`, { parameters: { property: 'one' } });
    expect((await request.serializingJSON<Echo>().value).args).toEqual({ property: 'one' });
  });

  it('are the form of a POST', async () => {
    expect((await post({ property: 'one' })).form).toEqual({ property: 'one' });
  });
});

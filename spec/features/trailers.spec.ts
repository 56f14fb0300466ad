import { describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import { receiveHead, send } from '../support/fault-connection.js';
import { useFaultServer } from '../support/fault-server.js';
import { useSessions } from '../support/sessions.js';

const faults = useFaultServer();
const sessions = useSessions();

const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n';

describe('trailers of a response', () => {
  it.each([
    ['come with the response', '2\r\n17\r\n0\r\nChecksum: abc\r\nX: a\r\nX: b\r\n\r\n', ['abc', 'a, b']],
    ['are undefined where the body has none', '2\r\n17\r\n0\r\n\r\n', [undefined, undefined]],
  ])('%s', async (_, body, expected) => {
    faults.script(receiveHead, send(CHUNKED + body));
    const { response, result } = await firstValueFrom(sessions.make().request(faults.url).responseJSON());
    expect(result).toMatchObject({ kind: 'success', value: 17 });
    expect(['Checksum', 'X'].map((name) => response?.trailers?.get(name))).toEqual(expected);
    expect(response?.headers.has('Checksum')).toBe(false);
  });
});

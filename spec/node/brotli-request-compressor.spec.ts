import { firstValueFrom } from 'rxjs';
import { BrotliRequestCompressor } from '../../lib/node/brotli-request-compressor.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

describe('BrotliRequestCompressor', () => {
  const server = useServer();
  const sessions = useSessions(server);

  it('sends a body compressed, which the server reads', async () => {
    const session = sessions.make({ interceptor: new BrotliRequestCompressor() });
    const request = session.request(`${server.url}/post`, { method: 'POST', parameters: { name: 'Ada' } });
    expect(await firstValueFrom(request.responseJSON().value())).toMatchObject({
      headers: { 'content-encoding': 'br' },
      form: { name: 'Ada' },
    });
  });
});

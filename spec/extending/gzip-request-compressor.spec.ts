import { firstValueFrom } from 'rxjs';
import { GzipRequestCompressor } from '../../lib/extending/gzip-request-compressor.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

describe('GzipRequestCompressor', () => {
  const server = useServer();
  const sessions = useSessions(server);

  it('sends a body compressed, which the server reads', async () => {
    const session = sessions.make({ interceptor: new GzipRequestCompressor() });
    const request = session.request(`${server.url}/post`, { method: 'POST', parameters: { name: 'Ada' } });
    expect(await firstValueFrom(request.responseJSON().value())).toMatchObject({
      headers: { 'content-encoding': 'gzip' },
      form: { name: 'Ada' },
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

/** As a proxy that knows its own properties alone: whoever asks whether it is a promise is refused. */
const strict = {
  get then(): never {
    throw new Error('There is no such property.');
  },
};
const serializer = { serialize: (): unknown => strict };

describe('an answer that may not be looked at', () => {
  it.each(['/get', '/redirect/1'])('of a serializer fails the response of %s', async (path) => {
    const request = sessions.make().request(server.url + path);
    request.response().subscribe();
    const { error } = await firstValueFrom(request.response(serializer));
    expect(error?.kind).toBe('responseSerializationFailed');
  });

  it('of a serializer that comes late fails its response', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    await firstValueFrom(request.response());
    const { error } = await firstValueFrom(request.response(serializer));
    expect(error?.kind).toBe('responseSerializationFailed');
  });

  it('of a validation refuses the response', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    const { error } = await firstValueFrom(request.validate(() => strict as never).response());
    expect(error?.kind).toBe('responseValidationFailed');
  });
});

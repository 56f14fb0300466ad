import { isCancelled } from 'rxsession';
import { firstValueFrom, forkJoin } from 'rxjs';
import type { Chapter } from '../chapter.js';

export const cancelAll: Chapter = {
  title: 'Everything at once: cancelAllRequests',

  async play({ session, server, narrator }) {
    const requests = [1, 2, 3].map((page) =>
      session.request(`${server.url}/never`, { parameters: { page } }),
    );
    const responses = firstValueFrom(forkJoin(requests));
    const seen = [];
    for (const _ of requests) seen.push(await server.nextRequest('/never'));
    narrator.say('Three requests wait for a server that never answers.');

    await firstValueFrom(session.cancelAllRequests());
    const errors = (await responses).map(({ error }) => error);
    narrator.check('each listener was told', errors.map(isCancelled), [true, true, true]);
    narrator.check(
      'and the server saw each of them hang up',
      await Promise.all(seen.map(({ outcome }) => outcome)),
      ['closed', 'closed', 'closed'],
    );
  },
};

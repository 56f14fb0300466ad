import { Adapter, Interceptor, RetryPolicy } from 'rxsession';
import { filter, firstValueFrom } from 'rxjs';
import type { Chapter } from '../chapter.js';

const addToken = Adapter((request) =>
  request.with({ headers: request.headers.set('Authorization', 'Bearer demo-token') }),
);

/** What the whole session is intercepted with: every request has the token, what fails is tried again. */
export const interceptor = new Interceptor({
  adapters: [addToken],
  interceptors: [new RetryPolicy({ retryLimit: 2, exponentialBackoffScale: 200 })],
});

export const tokenAndRetries: Chapter = {
  title: 'Interceptors: a token for everything, and patience with two 503s',

  async play({ session, server, narrator }) {
    const request = session.request(`${server.url}/flaky/demo`, { parameters: { failures: 2 } }).validate();
    const retries = request.events.pipe(filter(({ type }) => type === 'requestIsRetrying'));
    retries.subscribe(() => narrator.aside(`attempt ${request.tasks.length} got a 503; trying again`));

    const { value, response } = await firstValueFrom(request.responseJSON<{ attempt: number }>());
    const attempts = server.requestsTo('/flaky/demo');
    const waits = attempts.slice(1).map(({ receivedAt }, retry) => {
      return Math.round(receivedAt - (attempts[retry]?.receivedAt ?? 0));
    });

    narrator.check('the third attempt succeeds', [response?.statusCode, value?.attempt], [200, 3]);
    narrator.check(
      `it waited longer each time: ${waits.join(' ms, then ')} ms`,
      waits.map((wait, retry) => wait >= 199 * 2 ** retry),
      [true, true],
    );
    narrator.check(
      'every attempt carried the token',
      attempts.map(({ headers }) => headers.authorization),
      Array(3).fill('Bearer demo-token'),
    );
  },
};

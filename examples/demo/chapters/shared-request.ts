import { firstValueFrom, forkJoin } from 'rxjs';
import { z } from 'zod';
import type { Chapter } from '../chapter.js';

const Echo = z.object({ args: z.record(z.string(), z.string()) });

export const sharedRequest: Chapter = {
  title: 'The request door: two listeners, one exchange',

  async play({ session, server, narrator }) {
    const request = session.request(`${server.url}/get`, { parameters: { page: 2 } }).validate();
    const decoded = request.responseDecodable(Echo);
    const text = request.responseString();

    const [echo, raw] = await firstValueFrom(forkJoin([decoded.value(), text.value()]));
    narrator.check('one listener has the decoded value', echo.args, { page: '2' });
    narrator.check(`the other has its text, ${raw.length} characters`, Echo.parse(JSON.parse(raw)), echo);
    narrator.check('the server was asked once', server.requestsTo('/get').length, 1);

    const late = await firstValueFrom(decoded);
    narrator.check('whoever comes later gets the same response', late.value, echo);
    narrator.check('and the server was not asked again', server.requestsTo('/get').length, 1);
  },
};

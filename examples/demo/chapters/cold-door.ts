import { firstValueFrom, Subject, switchMap } from 'rxjs';
import { z } from 'zod';
import type { Chapter } from '../chapter.js';

const Hit = z.object({ name: z.string() });

export const coldDoor: Chapter = {
  title: 'The cold door: a typed GET, and switchMap that cancels the one before',

  async play({ session, server, narrator }) {
    const searches = new Subject<string>();
    const hits = searches.pipe(
      switchMap((text) => session.get(`${server.url}/latch/${text}`, { schema: Hit })),
    );
    const firstHit = firstValueFrom(hits);

    searches.next('rx');
    const abandoned = await server.nextRequest('/latch/rx');
    narrator.say('The server has the search for "rx" and takes its time. The user types on: "rxjs".');

    searches.next('rxjs');
    narrator.check('the server sees the first search hang up', await abandoned.outcome, 'closed');

    server.latch('rxjs').release();
    const hit = await firstHit;
    narrator.check(`the second is answered, typed as { name: string }: "${hit.name}"`, hit.name, 'rxjs');
  },
};

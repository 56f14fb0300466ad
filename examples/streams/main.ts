import { concatMap, defer, firstValueFrom, lastValueFrom, repeat, take, tap, toArray } from 'rxjs';
import { Session } from 'rxsession';
import { Narrator } from '../demo/narrator.js';
import { startServer } from '../server/loopback-server.js';

const server = await startServer();
const narrator = new Narrator();
const session = new Session();

narrator.chapter('Lines, each when it has been dealt with');
const stored: number[] = [];
const store = async (line: string): Promise<void> => {
  const { id } = (await Promise.resolve(JSON.parse(line))) as { id: number };
  stored.push(id);
};
for await (const line of session.streamRequest(`${server.url}/stream/3`).validate().responseStreamLines()) {
  await store(line);
}
narrator.check('they came in their order', stored, [0, 1, 2]);

narrator.chapter('Server-Sent Events, asked for again after the last one');
let lastEventId = '0';
const ticks = defer(() =>
  session
    .streamRequest(`${server.url}/sse`, {
      headers: { Accept: 'text/event-stream', 'Last-Event-ID': lastEventId },
      parameters: { count: Number(lastEventId) + 2 },
    })
    .validate()
    .responseStreamEvents(),
).pipe(
  tap((event) => (lastEventId = event.lastEventId)),
  repeat({ delay: 10 }),
);
const ids = await lastValueFrom(
  ticks.pipe(
    take(5),
    concatMap((event) => [event.lastEventId]),
    toArray(),
  ),
);
narrator.check('none is missing, none comes twice', ids, ['1', '2', '3', '4', '5']);

narrator.chapter('A body without an end');
const endless = session.streamRequest(`${server.url}/infinite`);
const first = await firstValueFrom(endless);
narrator.check('the first piece is here', first.byteLength > 0, true);
const seen = await server.nextRequest('/infinite');
narrator.check('who has left has closed the connection', await seen.outcome, 'closed');

session.finishTasksAndInvalidate();
await server.whenDisconnected();
await server.close();
narrator.end();
process.exitCode = narrator.failures === 0 ? 0 : 1;

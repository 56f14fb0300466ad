import { firstValueFrom, lastValueFrom, map, take, toArray } from 'rxjs';
import { Adapter, Session } from 'rxsession';
import { eventSource } from 'rxsession/operators';
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

narrator.chapter('Server-Sent Events that survive their connections');
/** Has the server end each connection after two events. */
const twoAtATime = Adapter((request) => {
  const last = Number(request.headers.get('Last-Event-ID') ?? 0);
  return request.with({ url: `${server.url}/sse?count=${last + 2}` });
});
const ticks = eventSource(session, `${server.url}/sse`, { interceptor: twoAtATime });
const ids = await lastValueFrom(
  ticks.pipe(
    map((event) => event.lastEventId),
    take(5),
    toArray(),
  ),
);
narrator.check('none is missing, none comes twice', ids, ['1', '2', '3', '4', '5']);
narrator.check('there were three connections', server.requestsTo('/sse').length, 3);

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

import { Session } from 'rxsession';
import { startServer } from '../server/loopback-server.js';
import type { Chapter, Stage } from './chapter.js';
import { cancelAll } from './chapters/cancel-all.js';
import { coldDoor } from './chapters/cold-door.js';
import { largeUpload } from './chapters/large-upload.js';
import { redirects } from './chapters/redirects.js';
import { sharedRequest } from './chapters/shared-request.js';
import { interceptor, tokenAndRetries } from './chapters/token-and-retries.js';
import { validationFailure } from './chapters/validation-failure.js';
import { Narrator } from './narrator.js';
import { Timeline } from './timeline.js';

const LONGEST_RUN = 20_000;

const chapters = [
  coldDoor,
  sharedRequest,
  tokenAndRetries,
  redirects,
  largeUpload,
  validationFailure,
  cancelAll,
];

const narrator = new Narrator();
const limit = setTimeout(() => {
  narrator.fail(`the story took longer than ${LONGEST_RUN / 1000} seconds`);
  process.exit(1);
}, LONGEST_RUN);

const server = await startServer();
const session = new Session({ interceptor });
const timeline = new Timeline(session.events);

for (const chapter of chapters) await play(chapter, { session, server, narrator });

session.finishTasksAndInvalidate();
await timeline.ended;
const listsEvents = process.argv.includes('--events');
narrator.chapter(`All ${timeline.count} events of the session, from one subscription`);
for (const line of listsEvents ? timeline.list() : timeline.picture()) narrator.say(line);
if (!listsEvents) narrator.aside('npm run demo -- --events lists them');
narrator.check(
  'every request that started has finished, once',
  timeline.countOf('requestDidFinish'),
  timeline.countOf('requestDidResume'),
);

await server.whenDisconnected();
narrator.say('The session has closed its connections.');
await server.close();
clearTimeout(limit);
narrator.end();
process.exitCode = narrator.failures === 0 ? 0 : 1;

async function play(chapter: Chapter, stage: Stage): Promise<void> {
  narrator.chapter(chapter.title);
  try {
    await chapter.play(stage);
  } catch (error) {
    narrator.fail(`the chapter broke off: ${String(error)}`);
  }
}

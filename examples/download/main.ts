import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstValueFrom } from 'rxjs';
import { Adapter, Session } from 'rxsession';
import { suggestedDownloadDestination } from 'rxsession/node';
import { Narrator } from '../demo/narrator.js';
import { startServer } from '../server/loopback-server.js';

const server = await startServer();
const narrator = new Narrator();
const session = new Session();
const folder = await mkdtemp(join(tmpdir(), 'download-'));
const to = suggestedDownloadDestination(folder);
const file = `${server.url}/download/1000000`;

narrator.chapter('A server that breaks off after six tenths of a file');
const broken = await firstValueFrom(
  session.download(`${file}?shouldProduceError=true`, { to }).responseURL(),
);
narrator.check('the connection was lost', broken.error?.code, 'networkConnectionLost');
narrator.check('nothing is where the file belongs', await readdir(folder), []);

narrator.chapter('The rest of it, later');
const working = Adapter((urlRequest) => urlRequest.with({ url: file }));
const resumingWith = broken.resumeData ?? new Uint8Array();
const rest = session.download({ resumingWith }, { to, interceptor: working }).validate();
const fractions: number[] = [];
rest.downloadProgress.subscribe(({ fractionCompleted }) => fractions.push(fractionCompleted));
const { response, fileURL } = await firstValueFrom(rest.responseURL());
narrator.check('the server was asked for the rest', response?.statusCode, 206);
narrator.check('what was there counts', fractions[0], 0.6);
narrator.check('the file is whole', fileURL && (await stat(fileURL)).size, 1_000_000);

session.finishTasksAndInvalidate();
await server.whenDisconnected();
await server.close();
await rm(folder, { recursive: true });
narrator.end();
process.exitCode = narrator.failures === 0 ? 0 : 1;

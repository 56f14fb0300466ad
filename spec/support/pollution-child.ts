import { closeSync, openSync, readSync, unlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { firstValueFrom } from 'rxjs';
import { Session } from 'rxsession';
import { hostileValue, POLLUTED_NAMES } from './pollution.js';

const [url = ''] = process.argv.slice(2);

/** Five kinds of requests and a download: what the server saw of each, and what came back. */
async function outcomes(): Promise<unknown[]> {
  const session = new Session({});
  const at = (path: string): string => url + path;
  const all: (() => Promise<unknown>)[] = [
    () => session.request(at('/anything'), {}).validate().serializingJSON({}).value,
    () => firstValueFrom(session.get(at('/anything?a=1'), {})),
    () => firstValueFrom(session.post(at('/anything'), { a: 1 }, {})),
    () => firstValueFrom(session.get(at('/redirect-to?url=/anything'), {})),
    () =>
      session.upload((form) => form.append('text', { name: 'field' }), at('/multipart'), {}).serializingJSON()
        .value,
    () => downloaded(session, at('/anything')),
  ];
  const results: unknown[] = [];
  for (const each of all) results.push(await each().catch((error: unknown) => String(error)));
  session.invalidateAndCancel();
  return results.map(withoutChance);
}

async function downloaded(session: Session, from: string): Promise<unknown> {
  const { fileURL, error } = await firstValueFrom(session.download(from, {}).responseURL());
  if (fileURL === undefined) return String(error);
  const file = openSync(fileURLToPath(fileURL.href), 'r');
  const buffer = Buffer.alloc(10_000);
  const text = buffer.toString('utf8', 0, readSync(file, buffer, 0, buffer.length, 0));
  closeSync(file);
  unlinkSync(fileURLToPath(fileURL.href));
  return text;
}

function failed(error: unknown): unknown[] {
  return Array<string>(6).fill(`nothing was sent: ${String(error)}`);
}

/** A request that never ends is a change too. */
function stuck(): Promise<unknown[]> {
  return new Promise((resolve) => {
    setTimeout(resolve, 1500, Array<string>(6).fill('stuck'));
  });
}

/** Boundaries and ports differ from run to run. */
function withoutChance(result: unknown): string {
  const text = typeof result === 'string' ? result : JSON.stringify(result);
  return text.replace(/boundary=[\w.-]+/g, 'boundary').replace(/"(content-length|sha256)":"\w+"/gi, '');
}

let uncaught: string[] = [];
process.on('uncaughtException', (error) => uncaught.push(String(error)));

const clean = await outcomes();
const changed: { name: string; index: number; was: unknown; is: unknown }[] = [];
for (const name of POLLUTED_NAMES) {
  Object.defineProperty(Object.prototype, name, {
    value: hostileValue(name),
    configurable: true,
    writable: true,
  });
  const polluted = await Promise.race([outcomes().catch(failed), stuck()]);
  Reflect.deleteProperty(Object.prototype, name);
  for (const is of uncaught) changed.push({ name, index: -1, was: 'nothing uncaught', is });
  uncaught = [];
  polluted.forEach((is, index) => {
    if (is !== clean[index]) changed.push({ name, index, was: clean[index], is });
  });
}
process.send?.({ clean, changed, count: POLLUTED_NAMES.length });

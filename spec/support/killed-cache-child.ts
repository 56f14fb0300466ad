import { Session } from 'rxsession';
import { URLCache } from 'rxsession/node';
import { StubTransport } from '../../lib/testing/stub-transport.js';

/** Stores response after response in a folder, and says when the first is stored. Each body repeats its number. */
const [directory = ''] = process.argv.slice(2);
const urlCache = new URLCache({ directory, memoryCapacity: 0 });
const transport = new StubTransport(({ urlRequest }) => ({
  headers: { 'Cache-Control': 'max-age=3600' },
  body: `${new URL(urlRequest.url).pathname} `.repeat(20_000),
}));
const session = new Session({ transport, configuration: { urlCache } });

async function isStored(url: string): Promise<boolean> {
  const task = session.request(url, { cachePolicy: 'returnCacheDataDontLoad' }).serializingData();
  return (await task.response).error === undefined;
}

for (let index = 0, isTold = false; ; index += 1) {
  const cachePolicy = 'reloadIgnoringLocalCacheData';
  await session.request(`https://example.com/${index % 10}`, { cachePolicy }).serializingData().value;
  if (!isTold && (await isStored('https://example.com/0'))) {
    isTold = true;
    process.send?.('writing');
  }
  await new Promise(setImmediate);
}

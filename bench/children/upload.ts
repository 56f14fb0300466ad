import type { Uploader } from '../uploads/uploader.js';

/** A file to send; first a small one, so that what is measured is not the start. */
export interface Sending {
  readonly file: string;
  readonly smallFile: string;
  readonly to: string;
}

/** What sending the file took. */
export interface Sent {
  readonly seconds: number;
  /** Seconds of processor time. */
  readonly cpu: number;
}

/** What sending it several times took. */
export interface SentOften {
  readonly sent: readonly Sent[];
  /** Bytes of memory that the process came to have at most, beyond what it had before. */
  readonly growth: number;
}

const SMALL_TIMES = 3;
const TIMES = 3;

const [name = ''] = process.argv.slice(2);
const { uploader } = (await import(new URL(`../uploads/${name}.js`, import.meta.url).href)) as {
  uploader: Uploader;
};

process.on('message', (sending: Sending) => {
  void send(sending).then((sent) => process.send?.(sent));
});
process.on('disconnect', () => process.exit());
process.send?.(uploader.name);

async function send({ file, smallFile, to }: Sending): Promise<SentOften> {
  for (let times = 0; times < SMALL_TIMES; times += 1) await uploader.send(new URL(smallFile), to);
  const memory = process.memoryUsage.rss();
  const sent: Sent[] = [];
  for (let times = 0; times < TIMES; times += 1) sent.push(await sendOnce(new URL(file), to));
  return { sent, growth: process.resourceUsage().maxRSS * 1024 - memory };
}

async function sendOnce(file: URL, to: string): Promise<Sent> {
  const before = process.cpuUsage();
  const start = performance.now();
  await uploader.send(file, to);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { seconds, cpu: (user + system) / 1e6 };
}

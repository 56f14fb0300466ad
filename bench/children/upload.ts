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
  /** Bytes of memory that the process came to have at most, beyond what it had before. */
  readonly growth: number;
}

const [name = ''] = process.argv.slice(2);
const { uploader } = (await import(`../uploads/${name}.js`)) as { uploader: Uploader };

process.on('message', (sending: Sending) => {
  void send(sending).then((sent) => process.send?.(sent));
});
process.on('disconnect', () => process.exit());
process.send?.(uploader.name);

async function send({ file, smallFile, to }: Sending): Promise<Sent> {
  for (let times = 0; times < 3; times += 1) await uploader.send(new URL(smallFile), to);
  const memory = process.memoryUsage.rss();
  const before = process.cpuUsage();
  const start = performance.now();
  await uploader.send(new URL(file), to);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { seconds, cpu: (user + system) / 1e6, growth: process.resourceUsage().maxRSS * 1024 - memory };
}

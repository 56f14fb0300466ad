import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Milliseconds that importing took. */
export interface ImportTime {
  readonly cpu: number;
  readonly wall: number;
  /** Milliseconds of processor time since the process began. */
  readonly wholeCPU: number;
}

/** Runs the statements in a fresh process without a loader, as a user's would be. */
export async function importTime(statements: string, kind: 'module' | 'commonjs'): Promise<ImportTime> {
  const text = `
    const before = process.cpuUsage();
    const start = performance.now();
    ${statements}
    const { user, system } = process.cpuUsage(before);
    const whole = process.cpuUsage();
    const wholeCPU = (whole.user + whole.system) / 1000;
    console.log(JSON.stringify({ cpu: (user + system) / 1000, wall: performance.now() - start, wholeCPU }));
    process.exit();`;
  const cwd = new URL('../..', import.meta.url);
  const child = spawn(process.execPath, [`--input-type=${kind}`, '-e', text], {
    cwd,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (told += piece));
  await once(child, 'close');
  return JSON.parse(told) as ImportTime;
}

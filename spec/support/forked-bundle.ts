import { buildSync } from 'esbuild';
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A process of its own that runs a TypeScript file over `lib/`. */
export interface ForkedBundle extends Disposable {
  readonly process: ChildProcess;
}

/** Bundles a file, `rxsession` being what stands in `lib/`, and runs it in a process of its own. */
export function forkBundle(
  file: URL,
  args: readonly string[],
  execArgv: readonly string[] = [],
): ForkedBundle {
  const folder = mkdtempSync(join(os.tmpdir(), 'forked-'));
  const outfile = join(folder, 'bundle.mjs');
  buildSync({
    entryPoints: [fileURLToPath(file)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    alias: {
      'rxsession/node': join(root, 'lib/node.ts'),
      'rxsession/redis': join(root, 'lib/redis.ts'),
      rxsession: join(root, 'lib/index.ts'),
      '#web-sockets': join(root, 'lib/node/web-socket/web-sockets.ts'),
      '#network-codes': join(root, 'lib/node/network-codes.ts'),
      '#platform': join(root, 'lib/node/platform.ts'),
      '#files': join(root, 'lib/node/files/file-manager.ts'),
      '#stream-parsers': join(root, 'lib/node/stream-parsers.ts'),
    },
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  const child = fork(outfile, args, { execArgv: [...execArgv] });
  return {
    process: child,
    [Symbol.dispose]: () => {
      child.kill();
      rmSync(folder, { recursive: true });
    },
  };
}

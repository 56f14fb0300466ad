import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A process of its own that answers questions. */
export interface Child extends AsyncDisposable {
  readonly url: string;
  ask(question: string): Promise<unknown>;
}

/** Starts a file of this folder, which says where it listens when it is ready. */
export async function startChild(file: string, ...args: string[]): Promise<Child> {
  const child = fork(new URL(file, import.meta.url), args);
  const url = String(await nextWord(child));
  return {
    url,
    ask: (question) => {
      child.send(question);
      return nextWord(child);
    },
    [Symbol.asyncDispose]: async () => {
      child.kill();
      await once(child, 'exit');
    },
  };
}

async function nextWord(child: ChildProcess): Promise<unknown> {
  const [word] = (await Promise.race([once(child, 'message'), gone(child)])) as [unknown];
  return word;
}

async function gone(child: ChildProcess): Promise<never> {
  await once(child, 'exit');
  throw new Error('A process ended before it had answered.');
}

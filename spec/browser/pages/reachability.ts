import { Session, OfflineRetrier } from 'rxsession';
import { type NetworkReachabilityStatus } from 'rxsession/transport';
import { NetworkReachabilityManager } from 'rxsession/browser';

const reachability = new NetworkReachabilityManager();
const interceptor = new OfflineRetrier({ reachability, maximumWait: 20_000 });
const session = new Session({ interceptor });

const statuses: NetworkReachabilityStatus['kind'][] = [];
const answers: string[] = [];

/** Remembers what is told of the network from now on. */
export function watch(): void {
  reachability.statuses.subscribe(({ kind }) => statuses.push(kind));
}

/** What was told, once it ends like this. */
export function toldUntil(kind: NetworkReachabilityStatus['kind']): Promise<readonly string[]> {
  return until(() => (statuses.at(-1) === kind ? statuses : undefined));
}

/** Asks for something, and does not wait for it. */
export function ask(url: string): void {
  session.get(url, { decode: 'string' }).subscribe({
    next: (text) => answers.push(text),
    error: (error: unknown) => answers.push(String(error)),
  });
}

/** How many answers, or failures, there are so far. */
export function answerCount(): number {
  return answers.length;
}

/** The first answer. */
export function answer(): Promise<string> {
  return until(() => answers[0]);
}

function until<T>(look: () => T | undefined): Promise<T> {
  return new Promise((resolve) => {
    const again = (): void => {
      const seen = look();
      if (seen === undefined) requestAnimationFrame(again);
      else resolve(seen);
    };
    again();
  });
}

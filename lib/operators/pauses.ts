import { map, Observable } from 'rxjs';
import type { Reachability } from '../extending/reachability.js';

interface Page {
  readonly hidden: boolean;
  addEventListener(type: 'visibilitychange', listener: () => void): void;
  removeEventListener(type: 'visibilitychange', listener: () => void): void;
}

/** Emits whether the page is hidden: now, then at each change. Emits false where there is no page. Never completes. */
export function hiddenPage(): Observable<boolean> {
  return new Observable((subscriber) => {
    const { document } = globalThis as { document?: Page };
    const notify = (): void => {
      subscriber.next(document?.hidden ?? false);
    };
    document?.addEventListener('visibilitychange', notify);
    subscriber.add(() => document?.removeEventListener('visibilitychange', notify));
    notify();
  });
}

/** Emits whether the network is unreachable: now, then at each change. */
export function offline({ isReachable }: Reachability): Observable<boolean> {
  return isReachable.pipe(map((isOnline) => !isOnline));
}

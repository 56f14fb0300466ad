import type { Session } from 'rxsession';
import { type Observable, shareReplay, type Subject, startWith, switchMap } from 'rxjs';
import { z } from 'zod';

const Account = z.object({ authenticated: z.boolean(), token: z.string() });
export type Account = z.infer<typeof Account>;

/**
 * A service as an Angular application has it. There it is `@Injectable`, its session is provided once with
 * `{ provide: Session, useFactory: () => new Session({ interceptor }) }`, and a component shows
 * `account$ | async`. No token and no 401 is seen here.
 */
export class AccountService {
  /** Asked for with the first subscriber, again on each `reload`, and shared by all. */
  readonly account$: Observable<Account>;

  constructor(session: Session, url: string, reload: Subject<void>) {
    this.account$ = reload.pipe(
      startWith(undefined),
      switchMap(() => session.get(url, { schema: Account })),
      shareReplay({ bufferSize: 1, refCount: true }),
    );
  }
}

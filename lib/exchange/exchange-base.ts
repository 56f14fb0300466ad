import type { RunInContext } from '../answers/context.js';
import type { RequestInfo } from '../message/request-info.js';
import type { ExchangeJournal } from './journal.js';
import type { ExchangeSession } from './exchange-session.js';

/** What every stage knows of the exchange it is a part of. */
export interface ExchangeBase {
  /** The request, as extensions see it. */
  readonly request: RequestInfo;
  readonly session: ExchangeSession;
  readonly journal: ExchangeJournal;
  /** The async context the request was made in: where its adapters, validators and retriers run. */
  readonly runInContext: RunInContext;
}

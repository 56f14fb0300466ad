import type { TransportTask } from '../transport/transport.js';
import type { CachedExchange } from './cached-exchange.js';
import { clientThatWaits } from './client-that-waits.js';
import type { StoredResponse } from './rules/stored-response.js';
import { validationID } from './validation.js';

/** Milliseconds that a validation nobody waits for may take. */
const LIMIT = 60_000;

/** Validates a response that was served stale (RFC 5861 §3), by a message that no request waits for. */
export function refreshInBackground({ context, request, key }: CachedExchange, stored: StoredResponse): void {
  const { validations, environment } = context;
  const running = validations.begin(`background\n${validationID(key, stored)}`);
  if (running === undefined) return;
  const urlRequest = request.urlRequest.with({ cachePolicy: 'reloadRevalidatingCacheData' });
  const end = (): void => {
    running.end();
    forget();
    limit.unsubscribe();
  };
  const message = { ...request, urlRequest, previousHop: undefined, reportsUploadProgress: false };
  const sent: { task?: TransportTask } = {};
  const stop = (): void => {
    sent.task?.cancel();
    end();
  };
  const forget = validations.addBackground(stop);
  const limit = environment.rootQueue.enqueueAfter(LIMIT, stop);
  sent.task = context.send(message, clientThatWaits(end));
}

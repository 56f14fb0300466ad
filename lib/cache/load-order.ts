import { sentTask } from '../transport/sent-task.js';
import type { TransportRequest, TransportTask } from '../transport/transport.js';
import type { CacheContext } from './cache-context.js';
import { Forwarding } from './forwarding.js';
import type { ForwardedMessage } from './response-storing.js';
import { isStorable } from './rules/storability.js';
import type { LoadOrder } from './shared-load.js';

/** A load of its own message, whose response is stored beside those that share it. */
export function loadOrder(
  context: CacheContext,
  request: TransportRequest,
  message: ForwardedMessage,
): LoadOrder {
  const { method, url, headers } = request.urlRequest;
  return {
    limit: context.maximumEntrySize,
    isShareable: (response) =>
      isStorable({ method, url, requestHeaders: headers, response, mode: context.mode }),
    start: (client) => {
      const sent: { task?: TransportTask } = {};
      const forwarding = new Forwarding(context, { ...message, sent: () => sent.task }, client);
      const cancel = (): void => {
        forwarding.leave();
        sent.task?.cancel();
      };
      try {
        sent.task = sentTask(context.transport, request, forwarding);
      } catch (error) {
        forwarding.didComplete(error);
      }
      return { task: sent.task, cancel };
    },
  };
}

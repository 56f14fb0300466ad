import type { Transport, TransportClient, TransportRequest, TransportTask } from './transport.js';

/** Task that a transport returns for a message. Throws the transport's exception, or an error if it returns none. */
export function sentTask(
  transport: Transport,
  request: TransportRequest,
  client: TransportClient,
): TransportTask {
  const task: unknown = transport.send(request, client);
  if (typeof task !== 'object' || task === null) throw new TypeError('A transport gave no task.');
  return task as TransportTask;
}

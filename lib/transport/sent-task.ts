import type { Transport, TransportClient, TransportRequest, TransportTask } from './transport.js';

/** What a transport gives for a message; throws what it throws, and where it gives nothing. */
export function sentTask(
  transport: Transport,
  request: TransportRequest,
  client: TransportClient,
): TransportTask {
  const task: unknown = transport.send(request, client);
  if (typeof task !== 'object' || task === null) throw new TypeError('A transport gave no task.');
  return task as TransportTask;
}

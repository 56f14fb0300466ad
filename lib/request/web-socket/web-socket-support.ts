import type { WebSocketTransport } from '../../transport/web-socket-transport.js';
import type { TransportConfiguration } from '../../transport/platform.js';
import type { RequestPlan } from '../request-plan.js';
import type { RequestSession } from '../request-session.js';
import type { WebSocketRequest } from './web-socket-request.js';

/** All that WebSockets need and other requests do not: a session has it where the platform brings it, or an import. */
export interface WebSocketSupport {
  makeRequest(session: RequestSession, plan: RequestPlan): WebSocketRequest;
  makeTransport(configuration: TransportConfiguration): WebSocketTransport;
}

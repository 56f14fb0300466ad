import { WebSocketRequest } from '../../request/web-socket/web-socket-request.js';
import type { WebSocketSupport } from '../../request/web-socket/web-socket-support.js';
import { NodeWebSocketTransport } from './web-socket-transport.js';

/** WebSockets in Node. */
export const webSockets: WebSocketSupport = {
  makeRequest: (session, plan) => new WebSocketRequest(session, plan),
  makeTransport: (configuration) => new NodeWebSocketTransport(configuration),
};

import { webSockets } from '#web-sockets';
import { provideWebSockets } from './session/session-web-sockets.js';

provideWebSockets(webSockets);

export { WebSocketCloseCode, type WebSocketClosure } from './message/web-socket-close-code.js';
export type { WebSocketMessage } from './message/web-socket-message.js';
export type { WebSocketConfiguration } from './request/web-socket/web-socket-configuration.js';
export type {
  WebSocketCompletion,
  WebSocketEvent,
  WebSocketPingResponse,
} from './request/web-socket/web-socket-event.js';
export { WebSocketRequest } from './request/web-socket/web-socket-request.js';
export { WebSocketTask, type WebSocketStreamingOptions } from './request/web-socket/web-socket-task.js';
export type { WebSocketEventActions, WebSocketHappening } from './request/web-socket/web-socket-event.js';

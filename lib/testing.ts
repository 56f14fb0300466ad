export {
  RecordingEventMonitor,
  type RecordingEventMonitorOptions,
} from './testing/recording-event-monitor.js';
export type { StubAnswer, StubData, StubReply } from './testing/stub-reply.js';
export { StubTransport, type StubReplier, type StubTransportOptions } from './testing/stub-transport.js';
export { flushVirtualTime } from './testing/virtual-time.js';
export { StubWebSocket } from './testing/stub-web-socket.js';
export {
  StubWebSocketTransport,
  type StubWebSocketServer,
  type StubWebSocketTransportOptions,
} from './testing/stub-web-socket-transport.js';

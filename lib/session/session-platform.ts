import type { WebSocketSupport } from '../request/web-socket-support.js';
import type { Platform } from '../transport/platform.js';

/** What a platform puts under a session, and which kinds of request it brings beside those that every session has. */
export interface SessionPlatform extends Platform {
  /** Undefined where WebSockets are an import of their own. */
  readonly webSockets: WebSocketSupport | undefined;
}

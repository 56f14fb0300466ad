import type { Answer } from '../answers/answer.js';
import type { Transport } from '../transport/transport.js';
import type { ChallengeAnswerer } from '../exchange/message/challenge-answerer.js';
import type { MakeCachingClient } from '../exchange/message/caching-client.js';
import type { RedirectFollower } from '../exchange/message/redirect-follower.js';
import type { DownloadSupport } from '../request/download/download-support.js';
import type { WebSocketSupport } from '../request/web-socket/web-socket-support.js';
import type { Platform } from '../transport/platform.js';

/** What a platform puts under a session, and which kinds of request it brings beside those that every session has. */
export interface SessionPlatform extends Platform {
  /** What answers the challenges of servers; browsers load it with the first challenge that somebody may answer. */
  loadChallengeAnswerer(): Answer<ChallengeAnswerer>;
  /** What follows redirects; browsers, which follow them unseen, load it with the first one that they are shown. */
  loadRedirectFollower(): Answer<RedirectFollower>;
  /** Connects a cache with the tasks whose messages it handles; undefined where the platform has a cache of its own. */
  readonly makeCachingClient: MakeCachingClient | undefined;
  /** Reads files that a URL object names; undefined where there are none to read. */
  readonly fileTransport: Transport | undefined;
  /** Undefined where WebSockets are an import of their own. */
  readonly webSockets: WebSocketSupport | undefined;
  /** Undefined where there are no files. */
  readonly downloads: DownloadSupport | undefined;
}

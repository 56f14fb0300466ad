import type { Answer } from '../answers/answer.js';
import type { Transport } from '../transport/transport.js';
import type { ChallengeAnswerer } from '../exchange/message/challenge-answerer.js';
import type { MakeCachingClient } from '../exchange/message/caching-client.js';
import type { RedirectFollower } from '../exchange/message/redirect-follower.js';
import type { DownloadSupport } from '../request/download/download-support.js';
import type { WebSocketSupport } from '../request/web-socket/web-socket-support.js';
import type { Platform } from '../transport/platform.js';

/** Parts that a platform contributes to a session, and the kinds of request it adds. */
export interface SessionPlatform extends Platform {
  /** Loads the answerer of challenges; browsers load it with the first challenge. */
  loadChallengeAnswerer(): Answer<ChallengeAnswerer>;
  /** Loads the follower of redirects; browsers, which follow them unseen, load it with the first visible one. */
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

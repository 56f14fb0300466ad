export type { CachingClient } from './transport/caching-client.js';
export type { CachingEnvironment, URLCaching } from './transport/url-caching.js';
export type { ServerTrustManaging } from './transport/server-trust-managing.js';
export type { HTTPCookieAcceptPolicy } from './transport/http-cookie-storage.js';
export type { CredentialProvider } from './transport/credential-provider.js';
export {
  NetworkReachabilityStatus,
  type ConnectionType,
  type NetworkReachability,
  type Reachability,
} from './extending/reachability.js';
export type {
  BlobBody,
  BytesBody,
  FileBody,
  RequestBody,
  StreamBody,
  TextBody,
} from './transport/request-body.js';
export type {
  TransportCapabilities,
  TransportClient,
  TransportRequest,
  TransportTask,
} from './transport/transport.js';
export type {
  WebSocketCapabilities,
  WebSocketClient,
  WebSocketConnection,
  WebSocketHandshake,
  WebSocketTransport,
} from './transport/web-socket-transport.js';
export type { FileAttributes, ReadingOptions } from './transport/file-manager.js';

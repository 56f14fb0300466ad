export { CookieJar, type CookieJarOptions } from './node/cookie-jar.js';
export { fileManager as FileManager } from './node/file-manager.js';
export { DiagnosticsEventMonitor } from './node/diagnostics-event-monitor.js';
export {
  multipartParts,
  type IncomingMultipart,
  type InboundHeaders,
  type MultipartPartsOptions,
} from './node/multipart-parts.js';
export type { MultipartLimits } from './node/multipart-limits.js';
export { Part, type PartDescription, type PartMemoryOptions } from './node/part.js';
export { BrotliRequestCompressor } from './node/brotli-request-compressor.js';
export {
  NetworkReachabilityManager,
  type NetworkReachabilityManagerOptions,
} from './node/network-reachability-manager.js';
export { suggestedDownloadDestination } from './node/suggested-download-destination.js';

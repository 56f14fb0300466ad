export { type CachedURLResponseInit } from './message/cached-url-response.js';
export { type DataResponseInit } from './message/data-response.js';
export { type DownloadResponseInit } from './message/download-response.js';
export { SerializedResponse, type SerializedResponseInit } from './message/serialized-response.js';
export type { DataStreamCompletion, DataStreamEnd, DataStreamValue } from './message/data-stream-event.js';
export { type HTTPURLResponseInit } from './message/http-url-response.js';
export { DataPreprocessor } from './serializers/data-preprocessor.js';
export { DataResponseSerializer } from './serializers/data-response-serializer.js';
export type {
  DataStreamFormat,
  DataStreamParser,
  DataStreamSerializer,
} from './serializers/data-stream-serializer.js';
export { DecodableResponseSerializer } from './serializers/decodable-response-serializer.js';
export type {
  AnyDownloadSerializer,
  DownloadResponseSerializer,
} from './serializers/download-response-serializer.js';
export {
  DecodableStreamSerializer,
  type DecodableStreamFormat,
  type DecodableStreamOptions,
} from './serializers/decodable-stream-serializer.js';
export { EventStreamFormat, type EventStreamOptions } from './serializers/event-stream-format.js';
export { Empty, withEmptyValue, type EmptyResponse } from './serializers/empty.js';
export { JSONResponseSerializer } from './serializers/json-response-serializer.js';
export { LineStreamFormat, type LineStreamOptions } from './serializers/line-stream-format.js';
export { PassthroughStreamSerializer } from './serializers/passthrough-stream-serializer.js';
export type { SerializerOptions } from './serializers/response-serializer.js';
export {
  StringResponseSerializer,
  type StringSerializerOptions,
} from './serializers/string-response-serializer.js';
export { URLResponseSerializer } from './serializers/url-response-serializer.js';
export { StringStreamSerializer, type StringStreamOptions } from './serializers/string-stream-serializer.js';

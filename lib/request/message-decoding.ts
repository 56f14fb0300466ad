import type { Answer } from '../contracts/answer.js';
import type { WebSocketMessage } from '../message/web-socket-message.js';
import {
  DecodableResponseSerializer,
  type DecodableSchema,
} from '../pipeline/serialize/decodable-response-serializer.js';

/** A message read as JSON and checked by a schema, as the body of a response would be; an empty one is a failure. */
export function decodedMessage<T>(message: WebSocketMessage, schema: DecodableSchema<T>): Answer<T> {
  const data = typeof message === 'string' ? new TextEncoder().encode(message) : message;
  const body = data.byteLength === 0 ? undefined : data;
  return new DecodableResponseSerializer(schema).serialize(undefined, undefined, body, undefined);
}

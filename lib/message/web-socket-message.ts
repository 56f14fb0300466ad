/** What is sent and received over a WebSocket: text, or bytes. */
export type WebSocketMessage = string | Uint8Array;

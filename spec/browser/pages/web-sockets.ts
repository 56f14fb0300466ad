import { lastValueFrom, tap, toArray } from 'rxjs';
import { Session, type SessionError, type WebSocketOptions } from 'rxsession';
import { type WebSocketEvent } from 'rxsession/websocket';
import 'rxsession/websocket';
import { z } from 'zod';

const session = new Session();
const Payload = z.object({ id: z.number(), url: z.string() });

/** What happened to a socket, as a spec can be told of it. */
export interface SeenEvent {
  readonly kind: string;
  readonly protocol?: string | undefined;
  readonly message?: unknown;
  readonly closeCode?: number | undefined;
  readonly reason?: string | undefined;
  readonly error?: { readonly kind: string; readonly code: string | undefined } | undefined;
}

function seen<T>(event: WebSocketEvent<T>): SeenEvent {
  const { kind } = event;
  switch (kind) {
    case 'connected':
      return { kind, protocol: event.protocol };
    case 'receivedMessage':
      return { kind, message: shown(event.message) };
    case 'serializerFailed':
      return { kind, error: shownError(event.error) };
    case 'disconnected':
      return { kind, closeCode: event.closeCode, reason: event.reason };
    case 'completed':
      return { kind, error: shownError(event.completion.error) };
  }
}

function shown(message: unknown): unknown {
  return message instanceof Uint8Array ? { bytes: message.byteLength } : message;
}

function shownError(error: SessionError | undefined): SeenEvent['error'] {
  return error && { kind: error.kind, code: error.code };
}

export async function events(url: string, options?: WebSocketOptions): Promise<SeenEvent[]> {
  const request = session.webSocketRequest(url, options);
  return (await lastValueFrom(request.streamMessageEvents().pipe(toArray()))).map(seen);
}

export async function decodableEvents(url: string): Promise<SeenEvent[]> {
  const request = session.webSocketRequest(url);
  return (await lastValueFrom(request.streamDecodableEvents(Payload).pipe(toArray()))).map(seen);
}

/** Notes of two handlers of one request, in the order they were told. */
export async function twoHandlers(url: string): Promise<string[]> {
  const request = session.webSocketRequest(url);
  const notes: string[] = [];
  request.streamMessageEvents().subscribe((event) => notes.push(`first ${JSON.stringify(seen(event))}`));
  request.subscribe((event) => notes.push(`second ${JSON.stringify(seen(event))}`));
  await lastValueFrom(request);
  return notes;
}

/** What messages alone tell, and when another handler saw the completion. */
export async function messages(url: string, isDecoded: boolean): Promise<unknown[]> {
  const request = session.webSocketRequest(url);
  const order: unknown[] = [];
  if (isDecoded) request.streamDecodable(Payload).subscribe((value) => order.push(value.url));
  else request.streamMessages().subscribe((message) => order.push(shown(message)));
  await lastValueFrom(request.pipe(tap(({ kind }) => kind === 'completed' && order.push(kind))));
  return order;
}

/** Sends text, and closes when its echo has come. */
export async function echo(url: string, closeCode: number): Promise<unknown[]> {
  const request = session.webSocketRequest(url);
  const notes: unknown[] = [];
  await lastValueFrom(
    request.streamMessageEvents().pipe(
      tap((event) => {
        notes.push(seen(event));
        if (event.kind === 'connected')
          request.send('Echo').subscribe({ complete: () => notes.push('sent') });
        if (event.kind === 'receivedMessage') event.close({ code: closeCode });
      }),
    ),
  );
  return notes;
}

/** Whether bytes come back as they were, through text and binary messages of many sizes. */
export async function echoesOf(url: string, sizes: readonly number[]): Promise<boolean[]> {
  const task = session.webSocketRequest(url).webSocketTask();
  const received: boolean[] = [];
  for (const size of sizes) void task.send(Uint8Array.from({ length: size }, (_, index) => index % 251));
  for await (const message of task.streamingMessages()) {
    const isWhole = message instanceof Uint8Array && message.every((byte, index) => byte === index % 251);
    received.push(isWhole && message.length === sizes[received.length]);
    if (received.length === sizes.length) task.close();
  }
  return received;
}

export async function streamedEvents(url: string): Promise<SeenEvent[]> {
  const all: SeenEvent[] = [];
  for await (const event of session.webSocketRequest(url).webSocketTask().streamingMessageEvents())
    all.push(seen(event));
  return all;
}

export async function streamedMessages(url: string): Promise<number> {
  let count = 0;
  for await (const _ of session.webSocketRequest(url).webSocketTask().streamingMessages()) count += 1;
  return count;
}

/** What a ping is answered with in a browser. */
export async function ping(url: string): Promise<unknown> {
  const request = session.webSocketRequest(url);
  const response = lastValueFrom(request.sendPing());
  await lastValueFrom(request);
  const answer = await response;
  return answer.kind === 'error' ? { kind: 'error', error: shownError(answer.error) } : answer;
}

/** What comes while a request is suspended. */
export async function suspended(url: string): Promise<string[]> {
  const request = session.webSocketRequest(url);
  const notes: string[] = [];
  await lastValueFrom(
    request.pipe(
      tap(({ kind }) => {
        notes.push(kind);
        if (kind !== 'connected') return;
        request.suspend();
        setTimeout(() => {
          notes.push('resumed');
          request.resume();
        }, 100);
      }),
    ),
  );
  return notes;
}

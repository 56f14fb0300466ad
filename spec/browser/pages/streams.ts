import { lastValueFrom, toArray } from 'rxjs';
import {
  isCancelled,
  type DataStreamRequest,
  type RequestOptions,
  type ServerSentEvent,
  Session,
} from 'rxsession';

const session = new Session();

function streamOf(url: string, options?: RequestOptions): DataStreamRequest {
  return session.streamRequest(url, options);
}

/** The pieces as text; each is reported to a URL before the next is asked for. */
export async function pieces(url: string, reportTo: string, options?: RequestOptions): Promise<string[]> {
  const seen: string[] = [];
  for await (const text of streamOf(url, options).responseStreamString()) {
    seen.push(text);
    await fetch(`${reportTo}?seen=${String(seen.length)}`);
  }
  return seen;
}

export function events(url: string): Promise<ServerSentEvent[]> {
  const request = streamOf(url, { headers: { Accept: 'text/event-stream' } }).validate();
  return lastValueFrom(request.responseStreamEvents().pipe(toArray()));
}

/** What an input stream holds. */
export async function inputStream(url: string): Promise<number> {
  return (await new Response(streamOf(url).asInputStream()).arrayBuffer()).byteLength;
}

const held: DataStreamRequest[] = [];

/** Takes the first piece of a body, and leaves the rest. */
export async function holdAfterFirst(url: string): Promise<number> {
  const request = streamOf(url);
  held.push(request);
  const first = await request[Symbol.asyncIterator]().next();
  return first.done === true ? 0 : first.value.byteLength;
}

export async function cancelHeld(): Promise<boolean> {
  const request = held.pop();
  const end = lastValueFrom(request!.responseStream().events());
  request!.cancel();
  const event = await end;
  return event.kind === 'complete' && isCancelled(event.completion.error);
}

/** The kind of the error that validation ends a stream with, and how many pieces came before. */
export async function refused(url: string): Promise<unknown> {
  const results = await lastValueFrom(streamOf(url).validate().responseStream().result().pipe(toArray()));
  return results.map((result) => (result.kind === 'failure' ? result.error.kind : 'success'));
}

import { request } from 'undici';
import { peer } from '../peers.js';
import { promising } from './client.js';
import { answerTo } from './stream-session.js';

interface EventSourceParser {
  readonly createParser: (callbacks: { onEvent(event: object): void }) => { feed(text: string): void };
}

const { createParser } = await peer<EventSourceParser>('eventsource-parser');

export const client = promising({
  name: 'undici.request + eventsource-parser',
  get: async (url) => {
    let seen = 0;
    const parser = createParser({
      onEvent() {
        seen += 1;
      },
    });
    const decoder = new TextDecoder();
    const { body } = await request(url);
    for await (const chunk of body) parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
    return answerTo(seen);
  },
});

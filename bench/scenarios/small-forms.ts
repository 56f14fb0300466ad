import { URLEncodedFormEncoder } from 'rxsession';
import { compare } from '../compare.js';
import { peer } from '../peers.js';
import type { Scenario } from '../scenario.js';

const { default: qs } = await peer<{ default: { stringify(form: object): string } }>('qs');

/** No two alike; some with what has to be escaped. */
const forms = Array.from({ length: 10_000 }, (_, index) => ({
  user: `user-${index}`,
  email: `user+${index}@example.com`,
  city: index % 3 === 0 ? 'München' : 'Berlin Mitte',
  page: String(index % 100),
  sort: 'name',
  query: `rxjs & axios ${index}`,
}));

const encoder = new URLEncodedFormEncoder();

/** Uses what was encoded, so that the work cannot be optimised away. */
function encodeAll(encode: (form: Record<string, string>) => string): void {
  let length = 0;
  for (const form of forms) length += encode(form).length;
  if (length === 0) throw new Error('Nothing was encoded.');
}

export const scenario: Scenario = {
  title: 'Encoding 10 000 small forms',
  description:
    'Flat forms of six strings, two or three of which have characters to escape. Ours also sorts the keys.',
  measure: (effort) =>
    compare({
      effort,
      rounds: 21,
      runs: 5,
      ours: {
        name: 'rxsession, URLEncodedFormEncoder',
        run: () => encodeAll((form) => encoder.encode(form)),
      },
      others: [
        {
          name: 'qs.stringify',
          run: () => encodeAll((form) => qs.stringify(form)),
        },
        {
          name: 'URLSearchParams',
          run: () => encodeAll((form) => new URLSearchParams(form).toString()),
        },
      ],
    }),
};

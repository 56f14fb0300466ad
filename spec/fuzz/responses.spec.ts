import { describe, expect, it } from '@jest/globals';
import {
  agreeWhereComplete,
  areEqual,
  KNOWN_DIFFERENCES,
  type ComparedAnswers,
} from '../support/answer-differences.js';
import { bentResponse, type BentResponse } from '../support/bent-responses.js';
import { parsedAtEveryCut, type ParsedResponse } from '../support/parsed-response.js';
import { nodeAnswer, undiciAnswer, type Answer } from '../support/response-oracles.js';
import { seededRandom } from '../support/seeded-random.js';

/** Set `FUZZ_ROUNDS` for more of them; each round has its own seed. */
const ROUNDS = Number(process.env['FUZZ_ROUNDS'] ?? 10);
const CASES = 5000;
const AT_ONCE = 50;

function answerOf({ outcome, statusCode, fields, body }: ParsedResponse): Answer {
  const isAnswer = outcome === 'complete' && statusCode !== undefined && statusCode !== 101;
  return isAnswer ? { kind: 'complete', statusCode, fields: fields.flat(), body } : { kind: 'failed' };
}

/** The oracles read no further than the parser, since they refuse what comes after a response. */
async function compared({ text, method }: BentResponse): Promise<ComparedAnswers> {
  const parsed = parsedAtEveryCut(text, { isHeadRequest: method === 'HEAD', isClosed: true });
  const read = parsed.outcome === 'complete' ? text.slice(0, text.length - parsed.rest.length) : text;
  const [node, undici] = await Promise.all([nodeAnswer(read, method), undiciAnswer(read, method)]);
  return { text, method, parsed, ours: answerOf(parsed), node, undici };
}

describe('ResponseParser beside node:http and undici', () => {
  const seen = new Set<string>();

  it.each(Array.from({ length: ROUNDS }, (_, index) => index + 1))(
    'reads bent responses of seed %d as they do at every cut, but for the differences that are listed',
    async (seed) => {
      const random = seededRandom(seed);
      let complete = 0;
      for (let done = 0; done < CASES; done += AT_ONCE) {
        const responses = Array.from({ length: AT_ONCE }, () => bentResponse(random));
        for (const answers of await Promise.all(responses.map(compared))) {
          const { ours, node, undici } = answers;
          complete += Number(ours.kind === 'complete');
          const known = KNOWN_DIFFERENCES.find(({ explains }) => explains(answers));
          if (known !== undefined) seen.add(known.reason);
          const isSame = areEqual(ours, node) && areEqual(ours, undici);
          const isMeant = known?.mayDisagree === true || agreeWhereComplete(ours, node, undici);
          if (!isSame && (known === undefined || !isMeant)) expect(answers).toBe('the same for all');
        }
      }
      expect(complete).toBeGreaterThan(CASES / 3);
    },
    60_000,
  );

  it('lists no difference that does not occur', () => {
    expect(KNOWN_DIFFERENCES.map(({ reason }) => reason).filter((reason) => !seen.has(reason))).toEqual([]);
  });
});

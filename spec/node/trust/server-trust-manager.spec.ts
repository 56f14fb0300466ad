import { describe, expect, it } from '@jest/globals';
import { DisabledTrustEvaluator, ServerTrustManager } from 'rxsession/node';
import { thrownBy } from '../../support/thrown.js';

const evaluator = new DisabledTrustEvaluator();

function managing(host: string, allHostsMustBeEvaluated?: boolean): ServerTrustManager {
  return new ServerTrustManager({ evaluators: { [host]: evaluator }, allHostsMustBeEvaluated });
}

describe('a ServerTrustManager', () => {
  it.each([
    ['example.com', 'example.com'],
    ['Example.COM', 'example.com'],
    ['example.com', 'EXAMPLE.com'],
    ['example.com', 'example.com.'],
    ['example.com.', 'example.com'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '::1'],
    ['[::1]', '::1'],
    ['0:0:0:0:0:0:0:1', '[::1]'],
  ])('of %s has the evaluator for %s', (given, host) => {
    expect(managing(given).serverTrustEvaluator(host)).toBe(evaluator);
  });

  it('has none for other hosts: they are refused', () => {
    const manager = managing('example.com');
    expect(manager.allHostsMustBeEvaluated).toBe(true);
    expect(thrownBy(() => manager.serverTrustEvaluator('www.example.com'))).toMatchObject({
      kind: 'serverTrustEvaluationFailed',
      reason: { kind: 'noRequiredEvaluator', host: 'www.example.com' },
    });
  });

  it.each(['www.example.com', 'toString', '__proto__'])('has none for %s where none is needed', (host) => {
    expect(managing('example.com', false).serverTrustEvaluator(host)).toBeUndefined();
  });

  it.each([
    ['a name below the pattern', 'api.example.com', 'pattern'],
    ['a name further below', 'a.b.example.com', 'pattern'],
    ['an exact name before a pattern', 'exact.example.com', 'exact'],
    ['the longer pattern', 'x.deep.example.com', 'deep'],
    ['no name above the pattern', 'example.com', undefined],
    ['no name that only ends alike', 'badexample.com', undefined],
  ])('matches %s', (_, host, expected) => {
    const named = (name: string) => Object.assign(new DisabledTrustEvaluator(), { label: name });
    const manager = new ServerTrustManager({
      evaluators: {
        '*.Example.com': named('pattern'),
        'exact.example.com': named('exact'),
        '*.deep.example.com': named('deep'),
      },
      allHostsMustBeEvaluated: false,
    });
    expect(manager.serverTrustEvaluator(host)).toEqual(
      expected === undefined ? undefined : expect.objectContaining({ label: expected }),
    );
  });

  it.each([
    '*',
    '*.',
    '*.*.example.com',
    '*.127.0.0.1',
    'a.*.example.com',
    '*example.com',
    'https://example.com',
    'example.com:443',
    'example.com/path',
    '',
    'a b',
    'u@h',
    '[::1]:443',
  ])('does not take %j for a host', (host) => {
    expect(thrownBy(() => managing(host))).toBeInstanceOf(TypeError);
  });
});

import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { URLCredential } from 'rxsession';

describe('a URLCredential', () => {
  it('is for one request unless told otherwise', () => {
    const { username, password, persistence } = new URLCredential('ann', 'secret');
    expect([username, password, persistence]).toEqual(['ann', 'secret', 'none']);
  });

  it.each<[string, (value: unknown) => string]>([
    ['inspect', (value) => inspect(value)],
    ['JSON', (value) => JSON.stringify(value)],
  ])('shows no secret when printed by %s', (_, print) => {
    expect(print(new URLCredential('ann', 'secret', 'forSession'))).not.toMatch(/ann|secret/);
  });
});

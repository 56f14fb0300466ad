import { describe, expect, it } from '@jest/globals';
import { URLCredential, URLCredentialStorage, type URLProtectionSpace } from 'rxsession';

const space: URLProtectionSpace = {
  host: 'example.com',
  port: 443,
  protocol: 'https',
  realm: 'private',
  authenticationMethod: 'httpBasic',
};
const [ann, bob] = [new URLCredential('ann', 'secret'), new URLCredential('bob', 'hidden')];

describe('a URLCredentialStorage', () => {
  it('keeps credentials by username, and has no default unless told', () => {
    const storage = new URLCredentialStorage();
    storage.set(ann, space);
    storage.set(bob, space);
    expect([...storage.credentials(space).keys()]).toEqual(['ann', 'bob']);
    expect(storage.defaultCredential(space)).toBeUndefined();
  });

  it('replaces a credential of the same name, the default one too', () => {
    const storage = new URLCredentialStorage();
    storage.setDefaultCredential(ann, space);
    const changed = new URLCredential('ann', 'changed');
    storage.set(changed, space);
    expect(storage.defaultCredential(space)).toBe(changed);
  });

  it('forgets what is removed', () => {
    const storage = new URLCredentialStorage();
    storage.setDefaultCredential(ann, space);
    storage.set(bob, space);
    storage.remove(ann, space);
    expect([...storage.credentials(space).values()]).toEqual([bob]);
    expect(storage.defaultCredential(space)).toBeUndefined();
  });

  it.each<Partial<URLProtectionSpace>>([
    { host: 'www.example.com' },
    { port: 8443 },
    { protocol: 'http' },
    { realm: 'other' },
    { realm: undefined },
    { authenticationMethod: 'httpDigest' },
  ])('tells another space by %j', (change) => {
    const storage = new URLCredentialStorage();
    storage.setDefaultCredential(ann, space);
    expect(storage.defaultCredential({ ...space, ...change })).toBeUndefined();
    expect(storage.defaultCredential({ ...space, host: 'EXAMPLE.com' })).toBe(ann);
  });

  it('hands out no list that changes it', () => {
    const storage = new URLCredentialStorage();
    storage.set(ann, space);
    (storage.credentials(space) as Map<string, URLCredential>).clear();
    expect(storage.credentials(space).size).toBe(1);
  });
});

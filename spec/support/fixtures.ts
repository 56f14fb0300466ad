import { readFileSync } from 'node:fs';

/** A file under `spec/support/fixtures`, by its name. */
export function fixtureURL(name: FixtureName): URL {
  return new URL(`./fixtures/${name}`, import.meta.url);
}

export function fixture(name: FixtureName): Buffer {
  return readFileSync(fixtureURL(name));
}

export type FixtureName =
  'unicorn.png' | 'rainbow.jpg' | 'utf8.txt' | 'utf32.txt' | 'localhost-key.pem' | 'localhost-cert.pem';

import { route } from '../route.js';

interface EncodedText {
  readonly text: string;
  readonly bytes: Buffer;
}

/** A text in each of some encodings, and its bytes. */
export const ENCODED_TEXTS: Readonly<Record<string, EncodedText>> = {
  'utf-8': encoded('Grüße, 世界 🌍', 'utf8'),
  latin1: encoded('Grüße, señor', 'latin1'),
  'iso-8859-1': encoded('Grüße, señor', 'latin1'),
  'utf-16le': encoded('Grüße, 世界 🌍', 'utf16le'),
  shift_jis: { text: 'こんにちは', bytes: Buffer.from('82b182f182c982bf82cd', 'hex') },
};

const XML = `<?xml version="1.0" encoding="UTF-8"?>
<library name="loopback">
  <book id="1"><title>On Requests</title></book>
  <book id="2"><title>On Responses</title></book>
</library>
`;

export const textRoutes = [
  route('/charset/:name', (exchange) => {
    const name = exchange.parameter('name');
    const found = ENCODED_TEXTS[name.toLowerCase()];
    if (found) exchange.send(found.bytes, { 'Content-Type': `text/plain; charset=${name}` });
    else exchange.json({ error: `one of ${Object.keys(ENCODED_TEXTS).join(', ')}` }, 404);
  }),
  route('/json-with-charset/:name', (exchange) => {
    const name = exchange.parameter('name');
    const encoding =
      name.toLowerCase() === 'utf-16le' ? 'utf16le' : name.toLowerCase() === 'latin1' ? 'latin1' : 'utf8';
    const json = Buffer.from(JSON.stringify({ greeting: 'Grüße' }), encoding);
    exchange.send(json, { 'Content-Type': `application/json; charset=${name}` });
  }),
  route('/utf8-bom', (exchange) => {
    exchange.send('\u{feff}{"bom":true}', { 'Content-Type': 'application/json; charset=utf-8' });
  }),
  route('/xml', (exchange) => {
    exchange.send(XML, { 'Content-Type': 'application/xml' });
  }),
  route('/html', (exchange) => {
    exchange.send('<!doctype html><title>loopback</title>\n', { 'Content-Type': 'text/html; charset=utf-8' });
  }),
  route('/not-json', (exchange) => {
    exchange.send('{"broken": ', { 'Content-Type': 'application/json' });
  }),
];

function encoded(text: string, encoding: BufferEncoding): EncodedText {
  return { text, bytes: Buffer.from(text, encoding) };
}

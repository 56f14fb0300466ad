import { fixture } from './fixtures.js';

/**
 * A key and a certificate that it signed itself, for `localhost`, 127.0.0.1 and ::1, valid until 2120. The
 * certificate is its own authority: a client that is given it as `ca` trusts the server.
 */
export const selfSigned = {
  key: fixture('localhost-key.pem').toString(),
  cert: fixture('localhost-cert.pem').toString(),
};

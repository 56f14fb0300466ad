import { HTTPHeaders } from '../../message/http-headers.js';
import { listMembers } from './directives.js';
import { httpDate } from './http-date.js';

/** Fields that belong to one connection, or to a proxy, and are not stored (RFC 9111 §3.1). */
const OF_CONNECTION: ReadonlySet<string> = new Set([
  ...['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'],
  ...['proxy-authenticate', 'proxy-authentication-info', 'proxy-authorization'],
]);

/**
 * Fields of a response that a cache stores (RFC 9111 §3.1): all but those of the connection, those that `Connection`
 * names, and warnings. A response without a `Date` gets the time it came (RFC 9110 §6.6.1).
 */
export function storedFields(headers: HTTPHeaders, responseTime: number): HTTPHeaders {
  const named = listMembers(headers.get('connection')?.toLowerCase() ?? '');
  const dropped = named.length === 0 ? OF_CONNECTION : new Set([...OF_CONNECTION, ...named]);
  const fields = [...headers].filter(([name]) => {
    const key = name.toLowerCase();
    return key !== 'warning' && !dropped.has(key);
  });
  if (!headers.has('date')) fields.push(['Date', httpDate(responseTime)]);
  return HTTPHeaders.received(fields);
}

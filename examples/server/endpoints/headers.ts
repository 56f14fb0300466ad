import { route } from '../route.js';

export const headerRoutes = [
  /** Answers with the headers of its query; a repeated name becomes several lines. */
  route('/response-headers', ({ query, response }) => {
    const names = [...new Set(query.keys())];
    response.setHeader('Content-Type', 'application/json');
    for (const name of names) response.setHeader(name, query.getAll(name));
    response.end(JSON.stringify(Object.fromEntries(names.map((name) => [name, query.getAll(name)]))));
  }),
  /** `?bytes=` of headers, 8 000 unless given, in lines of 100. */
  route('/large-headers', (exchange) => {
    const lines = Math.ceil(exchange.number('bytes', 8000) / 100);
    const headers = Array.from({ length: lines }, (_, line) => [`X-Line-${String(line)}`, 'x'.repeat(86)]);
    exchange.json({ lines }, 200, Object.fromEntries(headers) as Record<string, string>);
  }),
];

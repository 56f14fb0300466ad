import http from 'node:http';
const [target = ''] = process.argv.slice(2);
const s = http.createServer((q, r) => { const o = http.request(target, { method: 'POST', agent: false }, (a) => a.pipe(r)); q.pipe(o); });
process.on('message', () => { process.send?.({ now: process.memoryUsage.rss(), most: process.resourceUsage().maxRSS * 1024 }); });
s.listen(0, () => process.send?.(`http://127.0.0.1:${(s.address() as any).port}`));

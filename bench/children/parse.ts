import http from 'node:http';
import { multipartParts } from 'rxsession/node';
const s = http.createServer(async (q, r) => { let n=0; for await (const p of multipartParts(q)) for await (const b of p.body) n+=b.length; r.end(`"bytes":${n}`) });
process.on('message', () => { process.send?.({ now: process.memoryUsage.rss(), most: process.resourceUsage().maxRSS * 1024 }); });
s.listen(0, () => process.send?.(`http://127.0.0.1:${(s.address() as any).port}`));

import * as g from './gateway-memory.js';
import { startChild } from '../children/child.js';
await using target = await startChild('target.ts');
for (const f of ['plain.ts', 'parse.ts', 'gateway.ts']) for (let i=0;i<3;i++) console.log(f, ((await (g as any).growth(target.url, 1e9, f))/1e6).toFixed(1));
process.exit();

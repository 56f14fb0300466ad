import { Session } from 'rxsession';
import { startGateway } from '../../examples/gateway/gateway.js';
import { tellMemory } from './memory.js';

const [target = ''] = process.argv.slice(2);
const gateway = await startGateway({ session: new Session(), target });

tellMemory();
process.send?.(gateway.url);

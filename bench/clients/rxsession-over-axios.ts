import { Agent } from 'node:http';
import axios from 'axios';
import { Session } from 'rxsession';
import { CONNECTIONS } from './client.js';
import { coldDoor } from './cold-door.js';

const instance = axios.create({ httpAgent: new Agent({ keepAlive: true, maxSockets: CONNECTIONS }) });

export const client = coldDoor('rxsession over that instance', new Session({ session: instance }));

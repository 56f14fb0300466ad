import { Agent } from 'node:http';
import { peer } from '../peers.js';
import { CONNECTIONS, promising } from './client.js';

interface SuperRequest extends PromiseLike<{ readonly body: unknown }> {
  agent(agent: Agent): SuperRequest;
  send(value: object): SuperRequest;
}

interface SuperAgent {
  get(url: string): SuperRequest;
  post(url: string): SuperRequest;
}

const { default: superagent } = await peer<{ default: SuperAgent }>('superagent');
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

export const client = promising({
  name: 'superagent',
  get: async (url) => (await superagent.get(url).agent(agent)).body,
  post: async (url, value) => (await superagent.post(url).agent(agent).send(value)).body,
});

import { Agent } from 'node:http';
import type { Observable } from 'rxjs';
import { peer } from '../peers.js';
import { CONNECTIONS, type Client, type Done } from './client.js';

interface AxiosObservable {
  get(url: string): Observable<Answer>;
  post(url: string, value: object): Observable<Answer>;
}

interface Answer {
  readonly data: unknown;
}

interface AxiosObservablePackage {
  readonly Axios: { create(config: object): AxiosObservable };
}

const { Axios } = await peer<AxiosObservablePackage>('axios-observable');
const instance = Axios.create({ httpAgent: new Agent({ keepAlive: true, maxSockets: CONNECTIONS }) });

function listen(answers: Observable<Answer>, done: Done): void {
  answers.subscribe({ next: ({ data }) => done(undefined, data), error: done });
}

export const client: Client = {
  name: 'axios-observable',
  get: (url, done) => listen(instance.get(url), done),
  post: (url, value, done) => listen(instance.post(url, value), done),
};

import { firstValueFrom } from 'rxjs';
import { Session } from 'rxsession';

/** What a spec is told of an answered challenge. */
export interface Answered {
  readonly status: number | undefined;
  readonly kind: string | undefined;
  readonly message: string | undefined;
  readonly challenges: number;
}

const session = new Session();

/** Asks as ann, whose password is secret. */
export async function ask(url: string, body?: string): Promise<Answered> {
  let challenges = 0;
  const monitor = { taskDidReceiveChallenge: () => (challenges += 1) };
  const watched = new Session({ eventMonitors: [monitor] });
  const request = body === undefined ? watched.request(url) : watched.upload(body, url);
  const { response, error } = await firstValueFrom(request.authenticate('ann', 'secret').response());
  return { status: response?.statusCode, kind: error?.kind, message: error?.message, challenges };
}

/** Asks as nobody. */
export async function askPlainly(url: string): Promise<number | undefined> {
  return (await firstValueFrom(session.request(url).response())).response?.statusCode;
}

/** What becomes of files and of cookie storages. */
export async function refusals(): Promise<(string | undefined)[]> {
  const { error } = await firstValueFrom(session.request(new URL('file:///etc/hostname')).response());
  const storage = { cookieString: () => undefined, setCookies: () => undefined };
  const storing = new Session({ configuration: { cookieStorage: storage } });
  const refused = await firstValueFrom(storing.request('https://example.com/').response());
  storing.invalidateAndCancel();
  return [error?.code, refused.error?.kind];
}

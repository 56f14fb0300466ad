import { Redirector } from 'rxsession';
import { firstValueFrom } from 'rxjs';
import type { Chapter } from '../chapter.js';

export const redirects: Chapter = {
  title: 'Redirects: followed, refused, modified',

  async play({ session, server, narrator }) {
    const chain = `${server.url}/redirect/3`;

    const followed = await firstValueFrom(session.request(chain));
    narrator.say(`${chain} leads to ${followed.response?.url}`);
    narrator.check('three hops were followed', followed.metrics?.redirectCount, 3);
    narrator.check('and ended well', followed.response?.statusCode, 200);

    const refused = await firstValueFrom(session.request(chain).redirect(Redirector.doNotFollow));
    narrator.check('refused, the redirect is the response', refused.response?.statusCode, 302);
    narrator.check('and it is no error', refused.error === undefined);

    const patching = Redirector.modify((_task, newRequest) =>
      newRequest.with({ url: `${server.url}/patch`, method: 'PATCH' }),
    );
    const modified = await firstValueFrom(session.request(chain).redirect(patching));
    narrator.check('modified, it goes elsewhere', modified.response?.url, `${server.url}/patch`);
    narrator.check('with another method', server.requestsTo('/patch')[0]?.method, 'PATCH');
  },
};

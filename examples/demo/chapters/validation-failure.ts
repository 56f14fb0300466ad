import type { SessionError } from 'rxsession';
import { firstValueFrom } from 'rxjs';
import type { Chapter } from '../chapter.js';

export const validationFailure: Chapter = {
  title: 'A response that is refused, and what its error says',

  async play({ session, server, narrator }) {
    const missing = await firstValueFrom(session.request(`${server.url}/status/404`).validate());
    narrator.aside(String(missing.error));
    narrator.check('the failure is a value: the request door never errors', missing.result.kind, 'failure');
    narrator.check('it says what was refused', explain(missing.error), 'status code 404');

    const xml = session.request(`${server.url}/xml`).validate({ contentTypes: ['application/json'] });
    const { error } = await firstValueFrom(xml);
    narrator.aside(String(error));
    narrator.check(
      'so does one about the content type',
      explain(error),
      'application/xml is no application/json',
    );
  },
};

/** The error is plain data: a switch over it is checked by the compiler. */
function explain(error: SessionError | undefined): string {
  if (error?.failure.kind !== 'responseValidationFailed') return 'something else';
  const { reason } = error.failure;
  switch (reason.kind) {
    case 'unacceptableStatusCode':
      return `status code ${reason.code}`;
    case 'unacceptableContentType':
      return `${reason.responseContentType} is no ${reason.acceptableContentTypes.join(' or ')}`;
    default:
      return reason.kind;
  }
}

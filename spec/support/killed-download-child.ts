import { Session } from 'rxsession';

/** Begins the downloads of these URLs, and says when bytes of each have come. */
const urls = process.argv.slice(2);
const session = new Session();
const begun = urls.map(
  (url) =>
    new Promise<void>((resolve) => {
      const request = session.download(url);
      request.response().subscribe();
      request.downloadProgress.subscribe(({ completedUnitCount }) => {
        if (completedUnitCount > 0) resolve();
      });
    }),
);
await Promise.all(begun);
process.send?.('under way');

import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { MultipartFormData } from 'rxsession';
import { filter, finalize, firstValueFrom, map } from 'rxjs';
import type { ReceivedForm } from '../../server/multipart-reader.js';
import { seededPieces } from '../../server/seeded-bytes.js';
import type { Chapter } from '../chapter.js';

const MOVIE_LENGTH = 40_000_000;

export const largeUpload: Chapter = {
  title: 'A 40 MB form: through a file, with its progress, checked by hash',

  async play({ session, server, narrator }) {
    narrator.say(`From ${MultipartFormData.encodingMemoryThreshold} bytes on, a form is not held in memory.`);
    const upload = session.upload((form) => {
      form.append('Holidays', { name: 'title' });
      form.append(() => Readable.from(seededPieces(MOVIE_LENGTH)), {
        name: 'movie',
        fileName: 'holidays.mov',
        mimeType: 'video/quicktime',
        length: MOVIE_LENGTH,
      });
    }, `${server.url}/multipart`);

    const encoded = firstValueFrom(
      upload.events.pipe(
        filter((event) => event.type === 'requestDidCreateUploadable'),
        map(({ uploadable }) => (uploadable.kind === 'file' ? describeFile(uploadable.url) : undefined)),
      ),
    );
    const bar = narrator.progressBar('uploading');
    let steps = 0;
    upload.uploadProgress.pipe(finalize(() => bar.stop())).subscribe(({ fractionCompleted }) => {
      steps += 1;
      bar.update(fractionCompleted);
    });

    const received = await firstValueFrom(upload.validate().responseJSON<ReceivedForm>().value());

    const file = await encoded;
    const [movie] = received.files;
    narrator.check(`the form was encoded into a file of ${file?.size} bytes`, file?.size, received.bytes);
    narrator.check('that only its owner could read', file?.mode, 0o600);
    narrator.check(`progress was told ${steps} times`, steps > 10);
    narrator.check('the server got every byte of the movie', movie?.bytes, MOVIE_LENGTH);
    narrator.check(`with the same SHA-256, ${movie?.sha256.slice(0, 16)}…`, movie?.sha256, hashOfMovie());
    narrator.check('the file is gone', file && existsSync(file.url), false);
  },
};

function describeFile(url: URL): { url: URL; size: number; mode: number } {
  const { size, mode } = statSync(url);
  return { url, size, mode: mode & 0o777 };
}

function hashOfMovie(): string {
  const hash = createHash('sha256');
  for (const piece of seededPieces(MOVIE_LENGTH)) hash.update(piece);
  return hash.digest('hex');
}

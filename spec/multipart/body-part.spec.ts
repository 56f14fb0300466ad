import { bodyPart, type BodyPartOptions } from '../../lib/multipart/body-part.js';
import { fileManager } from '../../lib/node/files/file-manager.js';

const png = new URL('file:///photos/my%20photo.png');
const NONE = undefined;
const OCTETS = 'application/octet-stream';

function headOf(
  content: unknown,
  options: Partial<BodyPartOptions> = {},
): [fileName?: string, mimeType?: string] {
  const head = bodyPart(content, { name: 'part', ...options }, fileManager).head;
  return [/filename="(.*)"/.exec(head)?.[1], /Content-Type: (.*)\r/.exec(head)?.[1]] as [string?, string?];
}

describe('bodyPart', () => {
  it.each<[string, unknown, Partial<BodyPartOptions>, [string | undefined, string | undefined]]>([
    ['text', 'a', {}, [NONE, NONE]],
    ['text with a file name', 'a', { fileName: 'a.txt' }, ['a.txt', NONE]],
    ['a Blob', new Blob(['a']), {}, [NONE, NONE]],
    ['a Blob with a type', new Blob(['a'], { type: 'a/b' }), {}, [NONE, 'a/b']],
    ['a Blob with a file name', new Blob(['a']), { fileName: 'a' }, ['a', OCTETS]],
    ['a File', new File(['a'], 'a.txt', { type: 'text/x' }), {}, ['a.txt', 'text/x']],
    ['a File without a type', new File(['a'], 'a.txt'), {}, ['a.txt', OCTETS]],
    [
      'a File, otherwise',
      new File(['a'], 'a', { type: 'a/b' }),
      { fileName: 'c', mimeType: 'd/e' },
      ['c', 'd/e'],
    ],
    ['a file', png, {}, ['my photo.png', 'image/png']],
    ['a file with a slash at its end', new URL('file:///photos/a.gif/'), {}, ['a.gif', 'image/gif']],
    ['a file without an extension', new URL('file:///README'), {}, ['README', OCTETS]],
    ['a file with an extension nobody knows', new URL('file:///a.unheardof'), {}, ['a.unheardof', OCTETS]],
    ['a file by another name', png, { fileName: 'b.jpg' }, ['b.jpg', 'image/jpeg']],
    ['a file by a name without an extension', png, { fileName: 'b' }, ['b', 'image/png']],
    ['a file of a given type', png, { mimeType: 'a/b' }, ['my photo.png', 'a/b']],
    ['a nameless file by a name', new URL('file:///'), { fileName: 'b.txt' }, ['b.txt', 'text/plain']],
  ])('describes %s', (_, content, options, expected) => {
    expect(headOf(content, options)).toEqual(expected);
  });

  it('holds exactly the bytes of a view', () => {
    const whole = new Uint8Array([0, 1, 2, 3, 4, 5]);
    for (const view of [whole.subarray(2, 4), new DataView(whole.buffer, 2, 2), whole.slice(2, 4).buffer]) {
      expect(bodyPart(view, { name: 'a' }, fileManager).body).toEqual({
        kind: 'bytes',
        bytes: whole.subarray(2, 4),
      });
    }
  });
});

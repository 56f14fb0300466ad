import type { FileManager } from 'rxsession';
import type { FileAttributes } from 'rxsession/transport';

/** Files that are on no disk, and what was done with them. */
export class FilesInMemory implements FileManager {
  readonly contents = new Map<string, Uint8Array>();
  readonly calls: string[] = [];

  attributes(url: URL): Promise<FileAttributes> {
    const content = this.contents.get(url.href);
    if (content === undefined) return Promise.reject(new Error('There is none.'));
    return Promise.resolve({ size: content.byteLength, isDirectory: false });
  }

  async *read(url: URL): AsyncGenerator<Uint8Array, void, undefined> {
    this.calls.push('read');
    const content = await Promise.resolve(this.contents.get(url.href));
    if (content === undefined) throw new Error('There is none.');
    yield content;
  }

  async create(url: URL, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    this.calls.push('create');
    const pieces: Uint8Array[] = [];
    for await (const piece of content) pieces.push(piece);
    this.contents.set(url.href, Buffer.concat(pieces));
  }

  temporaryFileURL(): Promise<URL> {
    return Promise.resolve(new URL(`file:///temporary/${String(this.contents.size)}`));
  }

  remove(url: URL): Promise<void> {
    this.calls.push('remove');
    this.contents.delete(url.href);
    return Promise.resolve();
  }

  mimeType(): undefined {
    return undefined;
  }
}

import { isKeptFileURL } from '../files/temporary-files.js';

/** Partial file on disk, and the validator that later proves that the rest belongs to it. */
export interface PartialDownload {
  /** The URL that was asked for. */
  readonly url: string;
  /** The URL of the file that holds the part. */
  readonly file: string;
  /** Bytes of the file that count. */
  readonly byteLength: number;
  /** Bytes of the whole. */
  readonly total: number;
  /** Validator for `If-Range`: a strong entity tag, or without a tag the date of the last change. */
  readonly validator: string;
}

const VERSION = 1;

/** Encodes resume data that a caller keeps for a later download. They hold no request headers. */
export function encodeResumeData(partial: PartialDownload): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ version: VERSION, ...partial }));
}

/** Throws when the bytes are no resume data, or of a version that is not known. */
export function decodeResumeData(resumeData: Uint8Array): PartialDownload {
  const partial = parsed(resumeData);
  if (partial === undefined) throw new TypeError('What was given as resume data is none.');
  return partial;
}

function parsed(resumeData: Uint8Array): PartialDownload | undefined {
  try {
    const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(resumeData)) as unknown;
    return isPartial(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isPartial(value: unknown): value is PartialDownload {
  const { version, url, file, byteLength, total, validator } = (value ?? {}) as Record<string, unknown>;
  const areTexts = [url, file, validator].every((text) => typeof text === 'string' && text !== '');
  const areCounts = [byteLength, total].every((count) => Number.isSafeInteger(count) && Number(count) > 0);
  if (version !== VERSION || !areTexts || !areCounts || Number(byteLength) > Number(total)) return false;
  // no other file is written to, or removed, whatever resume data may say
  return isKeptFileURL(new URL(String(file)));
}

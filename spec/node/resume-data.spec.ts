import { describe, expect, it } from '@jest/globals';
import { decodeResumeData, encodeResumeData, type PartialDownload } from '../../lib/node/resume-data.js';

const partial: PartialDownload = {
  url: 'https://a.example/file?token=1',
  file: 'file:///folder/rxsession-2f3c',
  byteLength: 10,
  total: 20,
  validator: '"v1"',
};

const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

describe('resume data', () => {
  it('give back what they were made of', () => {
    expect(decodeResumeData(encodeResumeData(partial))).toMatchObject(partial);
  });

  it.each<[string, Uint8Array]>([
    ['no bytes', new Uint8Array()],
    ['bytes that are no text', Uint8Array.of(0xff, 0xfe)],
    ['null', bytesOf(null)],
    ['another version', bytesOf({ ...partial, version: 2 })],
    ['no validator', bytesOf({ ...partial, version: 1, validator: '' })],
    ['half a byte', bytesOf({ ...partial, version: 1, byteLength: 0.5 })],
    ['no bytes yet', bytesOf({ ...partial, version: 1, byteLength: 0 })],
    ['more than all', bytesOf({ ...partial, version: 1, byteLength: 21 })],
    ['a file of somebody else', bytesOf({ ...partial, version: 1, file: 'file:///etc/passwd' })],
    ['a file elsewhere', bytesOf({ ...partial, version: 1, file: 'https://a.example/rxsession-1' })],
    ['a way up', bytesOf({ ...partial, version: 1, file: 'file:///folder/rxsession-1/%2e%2e' })],
    ['a hidden way up', bytesOf({ ...partial, version: 1, file: 'file:///folder/rxsession-%2F..%2Fpasswd' })],
  ])('are refused when they are %s', (_what, resumeData) => {
    expect(() => decodeResumeData(resumeData)).toThrow(TypeError);
  });
});

import { describe, expect, it } from '@jest/globals';
import {
  decodeResumeData,
  encodeResumeData,
  type PartialDownload,
} from '../../../lib/node/downloads/resume-data.js';

const UUID = '8f4e2c0a-1b3d-4e5f-9a7b-0c1d2e3f4a5b';
const partial: PartialDownload = {
  url: 'https://a.example/file?token=1',
  file: `file:///folder/rxsession-${UUID}`,
  byteLength: 10,
  total: 20,
  validator: '"v1"',
};

const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const ofFile = (file: string): Uint8Array => bytesOf({ ...partial, version: 1, file });

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
    ['a file of somebody else', ofFile('file:///etc/passwd')],
    ['a file named by hand', ofFile('file:///folder/rxsession-notes')],
    ['a file that goes on', ofFile(`file:///folder/rxsession-${UUID}.txt`)],
    ['a file that begins before', ofFile(`file:///folder/not-rxsession-${UUID}`)],
    ['a file of another machine', ofFile(`file://server/share/rxsession-${UUID}`)],
    ['a file elsewhere', ofFile(`https://a.example/rxsession-${UUID}`)],
    ['a folder that is none', ofFile(`file:///a%2Fb/rxsession-${UUID}`)],
    ['a way up', ofFile(`file:///folder/rxsession-${UUID}/%2e%2e`)],
    ['a hidden way up', ofFile(`file:///folder/rxsession-${UUID}%2F..%2Fpasswd`)],
    ['no URL', ofFile(`rxsession-${UUID}`)],
  ])('are refused when they are %s', (_what, resumeData) => {
    expect(() => decodeResumeData(resumeData)).toThrow(TypeError);
  });
});

import { describe, expect, it } from '@jest/globals';
import { boundaryOf, contentTypeWith } from '../../../lib/node/multipart/multipart-content-type.js';
import { thrownBy } from '../../support/received.js';

describe('the boundary of a content type', () => {
  it.each([
    ['multipart/form-data; boundary=a', 'a'],
    ['Multipart/FORM-DATA;BOUNDARY=a', 'a'],
    ['multipart/form-data; charset=utf-8; boundary="a b"', 'a b'],
    ['multipart/form-data ; boundary=a; boundary=b', 'a'],
    ['multipart/form-data; boundary="a\\"\\\\b"; x=";"', 'a"\\b'],
    ['multipart/form-data; x="; boundary=b"; boundary=a\t', 'a'],
    ['multipart/form-data; boundary=a;', 'a'],
    ['multipart/form-data;; boundary=a', 'a'],
    ['multipart/form-data; ; ;boundary=a ; ;\t', 'a'],
  ])('%s is %s, and so it is when it is written anew', (contentType, boundary) => {
    expect(boundaryOf(contentType)).toBe(boundary);
    expect(boundaryOf(contentTypeWith(boundary))).toBe(boundary);
  });

  it.each([
    [undefined, 'contentTypeInvalid'],
    ['', 'contentTypeInvalid'],
    ['multipart/form-data', 'boundaryMissing'],
    ['multipart/form-data; charset=utf-8', 'boundaryMissing'],
    ['multipart/form-datax; boundary=a', 'contentTypeInvalid'],
    ['multipart/mixed; boundary=a', 'contentTypeInvalid'],
    ['multipart/form-data; boundary=', 'contentTypeInvalid'],
    ['multipart/form-data; boundary=""', 'contentTypeInvalid'],
    ['multipart/form-data; boundary=a b', 'contentTypeInvalid'],
    ['multipart/form-data; boundary="a', 'contentTypeInvalid'],
    ['multipart/form-data; boundary="ä"', 'contentTypeInvalid'],
    ['multipart/form-data; boundary="a\r\n"', 'contentTypeInvalid'],
  ])('%j is none: %s', (contentType, kind) => {
    expect(thrownBy(() => boundaryOf(contentType)).reason).toMatchObject({ kind });
  });
});

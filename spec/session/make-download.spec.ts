import { describe, expect, it } from '@jest/globals';
import { makeDownload } from '../../lib/session/make-download.js';
import type { SessionRecord } from '../../lib/session/session-record.js';
import { thrownBy } from '../support/thrown.js';

describe('a download where there are no files', () => {
  it('is refused as soon as it is asked for', () => {
    const core = Object.create(null) as SessionRecord;
    const ask = (): unknown => makeDownload(core, undefined, 'https://a.example/', {});
    expect(thrownBy(ask)).toMatchObject({ kind: 'unsupported', failure: { feature: 'downloads to files' } });
  });
});

import { describe, expect, it } from '@jest/globals';
import { makeDownload } from '../../lib/session/make-download.js';
import type { SessionCore } from '../../lib/session/session-core.js';
import { thrownBy } from '../support/thrown.js';

describe('a download where there are no files', () => {
  it('is refused as soon as it is asked for', () => {
    const core = Object.create(null) as SessionCore;
    const ask = (): unknown => makeDownload(core, undefined, 'https://a.example/', {});
    expect(thrownBy(ask)).toMatchObject({ kind: 'unsupported', failure: { feature: 'downloads to files' } });
  });
});

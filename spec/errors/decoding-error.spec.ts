import { DecodingError } from '../../lib/errors/decoding-error.js';

describe('DecodingError', () => {
  it('has a line for each issue, with its path where it has one', () => {
    const error = new DecodingError([
      { message: 'is too long', path: '' },
      { message: 'is no number', path: 'items[0].id' },
    ]);
    expect(String(error)).toBe('DecodingError: is too long\nitems[0].id: is no number');
    expect(error.issues).toHaveLength(2);
  });
});

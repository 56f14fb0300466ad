import { DataPreprocessor } from '../../lib/serializers/data-preprocessor.js';
import { bytesOf } from '../support/received.js';

describe('DataPreprocessor', () => {
  it('passthrough changes nothing', () => {
    const preprocessor: DataPreprocessor = DataPreprocessor.passthrough;
    expect(preprocessor.preprocess(bytesOf('data'))).toEqual(bytesOf('data'));
  });

  it('googleXSSI takes the prefix away', () => {
    const preprocessor: DataPreprocessor = DataPreprocessor.googleXSSI;
    expect(preprocessor.preprocess(bytesOf(")]}',\nabcd"))).toEqual(bytesOf('abcd'));
  });

  it.each(['abcd', '', ")]}'", ")]}',\r\nabcd", " )]}',\nabcd"])('googleXSSI leaves %j as it is', (text) => {
    expect(DataPreprocessor.googleXSSI.preprocess(bytesOf(text))).toEqual(bytesOf(text));
  });
});

/** Prepares a body before it is decoded (Alamofire's `DataPreprocessor`). Its exception is the failure of the serializer. */
export interface DataPreprocessor {
  /** Returns the bytes to decode. */
  preprocess(data: Uint8Array): Uint8Array;
}

/** Bytes that some servers put before JSON so that it is no script: `)]}',` and a line feed. */
const XSSI_PREFIX = [0x29, 0x5d, 0x7d, 0x27, 0x2c, 0x0a];

/** Ready-made preprocessors. */
export const DataPreprocessor = /* @__PURE__ */ Object.freeze({
  /** Changes nothing (Alamofire's `PassthroughPreprocessor`). */
  passthrough: /* @__PURE__ */ Object.freeze<DataPreprocessor>({ preprocess: (data) => data }),
  /** Removes the prefix `)]}',\n` (Alamofire's `GoogleXSSIPreprocessor`). */
  googleXSSI: /* @__PURE__ */ Object.freeze<DataPreprocessor>({ preprocess: withoutXSSIPrefix }),
});

function withoutXSSIPrefix(data: Uint8Array): Uint8Array {
  const isPrefixed = XSSI_PREFIX.every((byte, index) => data[index] === byte);
  return isPrefixed ? data.subarray(XSSI_PREFIX.length) : data;
}

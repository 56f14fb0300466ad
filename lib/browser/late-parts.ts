/** Parts that few applications need, loaded on first use. In one file, since every further one costs the others. */
export { formOutput } from '../multipart/form-output.js';
export { followRedirect } from '../exchange/message/follow-redirect.js';
export { challengeAnswerer } from './challenge-answerer.js';
export { streamParsers } from '../serializers/stream-parsers.js';

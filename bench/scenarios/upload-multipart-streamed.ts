import type { Scenario } from '../scenario.js';
import { uploadRace } from '../upload-race.js';

export const scenario: Scenario = {
  title: 'Uploading a form with a file of 256 MB, streamed',
  description:
    "Ours with `encoding: 'streamed'`. Three times in a fresh process that has sent three of 1 MB before; the median of the three counts. Growth is the most resident memory it came to have, less what it had before the first.",
  measure: (effort) =>
    uploadRace({
      effort,
      uploaders: ['multipart-rxsession', 'multipart-raw', 'multipart-axios', 'multipart-fetch'],
      speedGoal: 0.95,
    }),
};

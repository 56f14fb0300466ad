import type { Scenario } from '../scenario.js';
import { uploadRace } from '../upload-race.js';

export const scenario: Scenario = {
  title: 'Uploading a file of 256 MB',
  description:
    'From the cache of the system, three times in a fresh process that has sent three of 1 MB before; the median of the three counts. Growth is the most resident memory it came to have, less what it had before the first.',
  measure: (effort) =>
    uploadRace({
      effort,
      uploaders: ['file-rxsession', 'file-raw', 'file-undici', 'file-axios', 'file-got', 'file-fetch'],
      speedGoal: 0.95,
    }),
};

import type { Scenario } from '../scenario.js';
import { uploadRace } from '../upload-race.js';

export const scenario: Scenario = {
  title: 'Uploading a form with a file of 256 MB through a temporary file',
  description:
    'Ours as it is by default; beside it a copy of the same to a file that is then sent. Three times in a fresh process that has sent three of 1 MB before; the median of the three counts.',
  measure: (effort) => uploadRace({ effort, uploaders: ['copied-rxsession', 'copied-raw'], speedGoal: 0.9 }),
};

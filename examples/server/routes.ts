import { bodyRoutes } from './endpoints/bodies.js';
import { cachingRoutes } from './endpoints/caching.js';
import { compressionRoutes } from './endpoints/compression.js';
import { cookieRoutes } from './endpoints/cookies.js';
import { credentialRoutes } from './endpoints/credentials.js';
import { digestRoutes } from './endpoints/digest.js';
import { echoRoutes } from './endpoints/echo.js';
import { faultRoutes } from './endpoints/faults.js';
import { headerRoutes } from './endpoints/headers.js';
import { heldRoutes } from './endpoints/held.js';
import { imageRoutes } from './endpoints/images.js';
import { redirectRoutes } from './endpoints/redirects.js';
import { statusRoutes } from './endpoints/statuses.js';
import { streamRoutes } from './endpoints/streams.js';
import { textRoutes } from './endpoints/texts.js';
import { uploadRoutes } from './endpoints/uploads.js';
import type { Route } from './route.js';

/** All that the loopback server answers to; the first match counts. */
export const routes: readonly Route[] = [
  ...echoRoutes,
  ...statusRoutes,
  ...redirectRoutes,
  ...credentialRoutes,
  ...digestRoutes,
  ...cookieRoutes,
  ...cachingRoutes,
  ...headerRoutes,
  ...bodyRoutes,
  ...textRoutes,
  ...imageRoutes,
  ...compressionRoutes,
  ...streamRoutes,
  ...uploadRoutes,
  ...heldRoutes,
  ...faultRoutes,
];

import { Session } from 'rxsession';
import { answered } from './session-upload.js';
import type { Uploader } from './uploader.js';

const session = new Session();

export const uploader: Uploader = {
  name: 'rxsession',
  send: (file, to) => answered(session.upload(file, to)),
};

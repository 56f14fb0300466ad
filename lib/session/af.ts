import { Session } from './session.js';

type Door =
  | 'request'
  | 'upload'
  | 'webSocketRequest'
  | 'download'
  | 'streamRequest'
  | 'get'
  | 'head'
  | 'delete'
  | 'post'
  | 'put'
  | 'patch'
  | 'cancelAllRequests'
  | 'withAllRequests';

/**
 * `Session.default`'s methods under a short name (Alamofire's `AF`); the session is made with the first call.
 *
 * @example
 * AF.request('https://httpbin.org/get').responseJSON().value().subscribe(console.log);
 */
export const AF: Readonly<Pick<Session, Door>> = /* @__PURE__ */ Object.freeze({
  get request(): Session['request'] {
    return boundTo(Session.default, 'request');
  },
  get upload(): Session['upload'] {
    return boundTo(Session.default, 'upload');
  },
  get webSocketRequest(): Session['webSocketRequest'] {
    return boundTo(Session.default, 'webSocketRequest');
  },
  get download(): Session['download'] {
    return boundTo(Session.default, 'download');
  },
  get streamRequest(): Session['streamRequest'] {
    return boundTo(Session.default, 'streamRequest');
  },
  get get(): Session['get'] {
    return Session.default.get;
  },
  get head(): Session['head'] {
    return Session.default.head;
  },
  get delete(): Session['delete'] {
    return Session.default.delete;
  },
  get post(): Session['post'] {
    return Session.default.post;
  },
  get put(): Session['put'] {
    return Session.default.put;
  },
  get patch(): Session['patch'] {
    return Session.default.patch;
  },
  get cancelAllRequests(): Session['cancelAllRequests'] {
    return boundTo(Session.default, 'cancelAllRequests');
  },
  get withAllRequests(): Session['withAllRequests'] {
    return boundTo(Session.default, 'withAllRequests');
  },
});

function boundTo<Name extends Door>(session: Session, name: Name): Session[Name] {
  return session[name].bind(session) as Session[Name];
}

/**
 * `[Symbol.dispose]`, for `using`: takes no new request, and ends the running ones with `sessionDeinitialized`. Declared
 * only where the compiler's `lib` has the symbol, so that projects without `esnext.disposable` compile.
 */
export type Disposing<Symbols> = Symbols extends { readonly dispose: infer Key extends symbol }
  ? Record<Key, () => void>
  : object;

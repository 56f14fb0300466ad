/** Body of an upload, made for the current attempt (Alamofire's `UploadRequest.Uploadable`). */
export type Uploadable =
  | { readonly kind: 'data'; readonly data: Uint8Array | Blob }
  | { readonly kind: 'file'; readonly url: URL; readonly shouldRemove: boolean }
  | { readonly kind: 'stream'; readonly length: number | undefined };

/** One thing a schema found wrong. */
export interface DecodingIssue {
  readonly message: string;
  /** Where in the value, such as `items[0].id`; empty for the value as a whole. */
  readonly path: string;
}

/** What a schema found wrong with a body: the `cause` of a `decodingFailed`. Every issue is one line of its message. */
export class DecodingError extends Error {
  readonly issues: readonly DecodingIssue[];

  constructor(issues: readonly DecodingIssue[]) {
    super(issues.map(({ message, path }) => (path === '' ? message : `${path}: ${message}`)).join('\n'));
    this.issues = issues;
  }

  override get name(): string {
    return 'DecodingError';
  }
}

/** Issue that a schema found in a body. */
export interface DecodingIssue {
  /** Sentence of the schema, which may quote the body. */
  readonly message: string;
  /** Path in the value, such as `items[0].id`. Empty for the value as a whole. */
  readonly path: string;
}

/** Issues that a schema found in a body: the `cause` of a `decodingFailed`. Its message has one line for each. */
export class DecodingError extends Error {
  /** Issues in the order of the schema. */
  readonly issues: readonly DecodingIssue[];

  constructor(issues: readonly DecodingIssue[]) {
    super(issues.map(({ message, path }) => (path === '' ? message : `${path}: ${message}`)).join('\n'));
    this.issues = issues;
  }

  override get name(): string {
    return 'DecodingError';
  }
}

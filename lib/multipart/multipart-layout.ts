import type { SessionError } from '../errors/session-error.js';
import type { BodyPart, FormParts } from './body-part.js';
import { multipartFailure } from '../encoding/multipart-failure.js';
import { segmentLength, type Segment } from '../encoding/segment.js';

/**
 * Why a form cannot be encoded, as far as that is known before anything is read: the first error of appending,
 * in it or in a form inside it, or a form inside it whose boundary a reader would take for that of a form
 * around it (RFC 2046 §5.1.2). A form inside itself is the plainest case of that.
 */
export function problemOf(form: FormParts, around: readonly string[] = []): SessionError | undefined {
  if (form.error !== undefined) return form.error;
  const { boundary } = form;
  if (around.some((outer) => boundary.startsWith(outer))) {
    return multipartFailure({ kind: 'boundaryInvalid', boundary });
  }
  for (const { body } of form.parts) {
    const problem = body.kind === 'form' ? problemOf(body.form, [...around, boundary]) : undefined;
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** The encoded form from its first byte to its last (RFC 2046 §5.1.1). The form has no problem. */
export function layOut(form: FormParts): Segment[] {
  const delimiter = `\r\n--${form.boundary}\r\n`;
  const segments: Segment[] = [];
  for (const part of form.parts) {
    const before = segments.length === 0 ? `--${form.boundary}\r\n` : delimiter;
    segments.push({ kind: 'text', text: before + part.head }, ...bodyOf(part));
  }
  const end = `${segments.length === 0 ? '' : '\r\n'}--${form.boundary}--\r\n`;
  segments.push({ kind: 'text', text: end });
  return segments;
}

/** The bodies of the parts alone, without boundaries and headers. */
export function bodiesOf(form: FormParts): Segment[] {
  return form.parts.flatMap(bodyOf);
}

/** Bytes in all; undefined when a length is not known. */
export function totalLength(segments: readonly Segment[]): number | undefined {
  let total = 0;
  for (const segment of segments) {
    const length = segmentLength(segment);
    if (length === undefined) return undefined;
    total += length;
  }
  return total;
}

function bodyOf({ body }: BodyPart): Segment[] {
  return body.kind === 'form' ? layOut(body.form) : [body];
}

import type { SerializerKind } from './lifecycle-bench.js';

/** What a listener is given: a value, or the kind of an error. */
export type Delivery = string;

export interface ModelListener {
  readonly kind: SerializerKind;
  hasLeft: boolean;
  /** What has come of its serialization, kept until all are delivered. */
  serialized: Delivery | undefined;
  delivered: Delivery | undefined;
}

export interface Question {
  readonly answered: (isRefused: boolean) => void;
  /** The listener whose serialization it is about. */
  readonly of: ModelListener | undefined;
}

/** What a serializer that answers at once makes of an attempt: its error, or a body. */
export function deliveryOf(kind: SerializerKind, error: Delivery | undefined, body: string): Delivery {
  if (error !== undefined) return error;
  switch (kind) {
    case 'string':
    case 'json':
    case 'elsewhere':
      return body === '' ? 'responseSerializationFailed' : 'a value';
    case 'throws':
      return 'responseSerializationFailed';
    case 'data':
    case 'own':
    case 'later':
      return 'a value';
  }
}

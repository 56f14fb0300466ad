/** What can be made of the caller's options; of options that make no sense, what fails with the reason. */
export function made<T>(make: () => T, otherwise: (error: unknown) => T): T {
  try {
    return make();
  } catch (error) {
    return otherwise(error);
  }
}

/** What fails with this error whenever it is called. */
export function throwing(error: unknown): () => never {
  return () => {
    throw error;
  };
}

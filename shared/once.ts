/** Makes something when it is first asked for, and keeps it. For what is the same in a process for good. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

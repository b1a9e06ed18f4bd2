const POLL_MILLISECONDS = 20;
const DEADLINE_MILLISECONDS = 10_000;

/** The first value that `read` gives; fails with its last error or after ten seconds. */
export async function eventually<T>(
  read: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  const deadline = Date.now() + DEADLINE_MILLISECONDS;
  let last: unknown = 'no value';
  while (Date.now() < deadline) {
    try {
      const value = await read();
      if (value !== undefined) return value;
    } catch (error) {
      last = error;
    }
    await new Promise(resolve => {
      setTimeout(resolve, POLL_MILLISECONDS);
    });
  }
  throw new Error(`It did not happen within ten seconds: ${last}`);
}

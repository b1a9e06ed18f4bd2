/** One attempt of many: a server that accepts and says nothing must not stop the asking. */
const LIMIT_MILLISECONDS = 5_000;

/** The body of a good answer, or undefined while there is none: nobody answers, in time or at all, or an error does. */
export async function askJson<T>(
  url: string,
  {
    limitMilliseconds = LIMIT_MILLISECONDS,
    ...init
  }: Omit<RequestInit, 'signal'> & { limitMilliseconds?: number } = {},
): Promise<T | undefined> {
  try {
    const signal = AbortSignal.timeout(limitMilliseconds);
    const answer = await fetch(url, { ...init, signal });
    return answer.ok ? ((await answer.json()) as T) : undefined;
  } catch {
    return undefined;
  }
}

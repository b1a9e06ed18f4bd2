/** Who wants to be told of something; told in the order in which they came. */
export class Listeners<Arguments extends readonly unknown[] = []> {
  private readonly entries = new Set<{
    readonly listener: (...news: Arguments) => void;
  }>();

  /** Tells `listener` from now on, until the returned function is called. */
  subscribe(listener: (...news: Arguments) => void): () => void {
    // Wrapped, so that whoever subscribes a function twice is told twice.
    const entry = { listener };
    this.entries.add(entry);
    return () => {
      this.entries.delete(entry);
    };
  }

  /** Listeners that come while others are told are not told this time. */
  notify(...news: Arguments): void {
    for (const { listener } of [...this.entries]) listener(...news);
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Calls `stop` when the user, the system or the end of our parent process asks us to end. May call it repeatedly. */
export function onEndRequested(stop: () => void): void {
  for (const signal of SIGNALS) process.on(signal, stop);
  // The bootstrap holds the other end of this channel; it closes when the bootstrap is killed.
  process.on('disconnect', stop);
  process.channel?.unref();
}

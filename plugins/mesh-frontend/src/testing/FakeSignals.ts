import type { SignalApi } from '@backstage/plugin-signals-react';

type Listener = Parameters<SignalApi['subscribe']>[1];

/** Signals in memory: `send` reaches whoever listens on the channel. */
export class FakeSignals implements SignalApi {
  readonly #listeners = new Map<Listener, string>();

  subscribe: SignalApi['subscribe'] = (channel, onMessage) => {
    const listener = onMessage as Listener;
    this.#listeners.set(listener, channel);
    return { unsubscribe: () => void this.#listeners.delete(listener) };
  };

  send(channel: string, message: Parameters<Listener>[0]): void {
    for (const [listener, listensTo] of this.#listeners) {
      if (listensTo === channel) listener(message);
    }
  }
}

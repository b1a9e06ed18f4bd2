import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Entry {
  payload: AdapterPayload;
  /** Milliseconds since the epoch. */
  until: number;
}

/** Where the provider keeps sessions, codes and tokens: nobody minds signing in again after a restart of the lab. */
export class InMemoryAdapters {
  private readonly entries = new Map<string, Entry>();

  /** The adapter for one kind of thing: `Session`, `Grant`, `RefreshToken` ... */
  for(kind: string): Adapter {
    const key = (id: string) => `${kind} ${id}`;
    return {
      upsert: async (id, payload, expiresIn) => {
        this.forgetOld();
        const until = Date.now() + (expiresIn ?? Infinity) * 1000;
        this.entries.set(key(id), { payload, until });
      },
      find: async id => this.get(key(id)),
      findByUid: async uid => this.find(kind, payload => payload.uid === uid),
      findByUserCode: async userCode =>
        this.find(kind, payload => payload.userCode === userCode),
      consume: async id => {
        const payload = this.get(key(id));
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
      },
      destroy: async id => {
        this.entries.delete(key(id));
      },
      revokeByGrantId: async grantId => {
        for (const [name, { payload }] of this.entries) {
          const isOfKind = name.startsWith(`${kind} `);
          if (isOfKind && payload.grantId === grantId)
            this.entries.delete(name);
        }
      },
    };
  }

  private get(name: string): AdapterPayload | undefined {
    const entry = this.entries.get(name);
    return entry && entry.until > Date.now() ? entry.payload : undefined;
  }

  private find(
    kind: string,
    matches: (payload: AdapterPayload) => boolean,
  ): AdapterPayload | undefined {
    const names = [...this.entries.keys()];
    return names
      .filter(name => name.startsWith(`${kind} `))
      .map(name => this.get(name))
      .find(payload => payload !== undefined && matches(payload));
  }

  private forgetOld(): void {
    const now = Date.now();
    for (const [name, { until }] of this.entries)
      if (until <= now) this.entries.delete(name);
  }
}

import type { MeshRequest, RequestState } from '@meshport/plugin-mesh-common';
import type {
  Lease,
  OpenKeyOf,
  RequestFilter,
  RequestPage,
  RequestStore,
  Stored,
} from './RequestStore';

function isListed(request: MeshRequest, filter: RequestFilter): boolean {
  const { states, kinds, requestedBy } = filter;
  return (
    (states?.includes(request.state) ?? true) &&
    (kinds?.includes(request.kind) ?? true) &&
    (requestedBy === undefined || request.requestedBy === requestedBy)
  );
}

function newestFirst(a: MeshRequest, b: MeshRequest): number {
  const [older, newer] = [a, b].map(({ createdAt, id }) => createdAt + id);
  return older < newer ? 1 : -1;
}

/** For tests: the same as a database, gone with the process. */
export class InMemoryRequestStore implements RequestStore {
  private readonly requests = new Map<string, MeshRequest>();
  private readonly leases = new Map<string, Omit<Lease, 'now'>>();

  constructor(private readonly openKey: OpenKeyOf) {}

  async insert(request: MeshRequest): Promise<Exclude<Stored, 'outdated'>> {
    if (this.isDuplicate(request)) return 'duplicate';
    this.requests.set(request.id, structuredClone(request));
    return 'stored';
  }

  async get(id: string): Promise<MeshRequest | undefined> {
    return structuredClone(this.requests.get(id));
  }

  async replace(request: MeshRequest): Promise<Stored> {
    const known = this.requests.get(request.id);
    if (known?.version !== request.version - 1) return 'outdated';
    if (this.isDuplicate(request)) return 'duplicate';
    const history = [...known.history, ...request.history.slice(-1)];
    this.requests.set(request.id, structuredClone({ ...request, history }));
    return 'stored';
  }

  async findOpen(key: string): Promise<MeshRequest | undefined> {
    return structuredClone(this.all().find(one => this.openKey(one) === key));
  }

  async list(
    filter: RequestFilter,
    { limit, after }: RequestPage,
  ): Promise<MeshRequest[]> {
    const end = after && after.createdAt + after.id;
    return this.all()
      .filter(request => isListed(request, filter))
      .sort(newestFirst)
      .filter(({ createdAt, id }) => end === undefined || createdAt + id < end)
      .slice(0, limit)
      .map(request => structuredClone({ ...request, history: [] }));
  }

  async unleased(
    states: readonly RequestState[],
    now: string,
  ): Promise<string[]> {
    return this.all()
      .filter(
        ({ id, state }) =>
          states.includes(state) && (this.leases.get(id)?.until ?? '') <= now,
      )
      .sort(newestFirst)
      .reverse()
      .map(({ id }) => id);
  }

  async lease(id: string, { owner, now, until }: Lease): Promise<boolean> {
    const held = this.leases.get(id);
    if (!this.requests.has(id)) return false;
    if (held && held.owner !== owner && held.until > now) return false;
    this.leases.set(id, { owner, until });
    return true;
  }

  async release(id: string, owner: string): Promise<void> {
    if (this.leases.get(id)?.owner === owner) this.leases.delete(id);
  }

  private all(): MeshRequest[] {
    return [...this.requests.values()];
  }

  private isDuplicate(request: MeshRequest): boolean {
    const key = this.openKey(request);
    return this.all().some(
      other =>
        key !== undefined &&
        other.id !== request.id &&
        this.openKey(other) === key,
    );
  }
}

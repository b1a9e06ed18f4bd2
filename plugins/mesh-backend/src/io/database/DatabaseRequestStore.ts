import {
  resolvePackagePath,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import {
  meshRequestSchema,
  requestEventSchema,
  type MeshRequest,
  type RequestState,
} from '@meshport/plugin-mesh-common';
import type { Knex } from 'knex';
import type {
  Lease,
  OpenKeyOf,
  RequestFilter,
  RequestPage,
  RequestStore,
  Stored,
} from './RequestStore';

const REQUESTS = 'mesh_requests';
const EVENTS = 'mesh_request_events';

interface Row {
  id: string;
  body: string;
}

/** Of PostgreSQL, and of SQLite. */
const UNIQUE_VIOLATIONS: readonly unknown[] = [
  '23505',
  'SQLITE_CONSTRAINT_UNIQUE',
];

function isUniqueViolation(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    UNIQUE_VIOLATIONS.includes(error.code)
  );
}

function columnsOf(request: MeshRequest, openKey: string | undefined) {
  const { history, ...body } = request;
  return {
    version: request.version,
    state: request.state,
    kind: request.kind,
    requested_by: request.requestedBy,
    created_at: request.createdAt,
    updated_at: request.updatedAt,
    expires_at: request.expiresAt,
    open_key: openKey ?? null,
    body: JSON.stringify(body),
  };
}

function eventOf({ id, version, history }: MeshRequest) {
  const line = JSON.stringify(history[history.length - 1]);
  return { request_id: id, version, line };
}

function withoutHistory({ body }: Row): MeshRequest {
  return meshRequestSchema.parse({ ...JSON.parse(body), history: [] });
}

/** Requests in the plugin's own database: SQLite or PostgreSQL. */
export class DatabaseRequestStore implements RequestStore {
  private constructor(
    private readonly knex: Knex,
    private readonly openKey: OpenKeyOf,
  ) {}

  /** Brings the tables up to date, unless the installation does so itself. */
  static async create(
    database: Pick<DatabaseService, 'getClient' | 'migrations'>,
    openKey: OpenKeyOf,
  ): Promise<DatabaseRequestStore> {
    const knex = await database.getClient();
    if (!database.migrations?.skip) {
      const directory = resolvePackagePath(
        '@meshport/plugin-mesh-backend',
        'migrations',
      );
      await knex.migrate.latest({ directory });
    }
    return new DatabaseRequestStore(knex, openKey);
  }

  async insert(request: MeshRequest): Promise<Exclude<Stored, 'outdated'>> {
    return this.unlessDuplicate<'stored'>(async transaction => {
      const { id } = request;
      await transaction(REQUESTS).insert({
        id,
        ...columnsOf(request, this.openKey(request)),
      });
      await transaction(EVENTS).insert(eventOf(request));
      return 'stored';
    });
  }

  async get(id: string): Promise<MeshRequest | undefined> {
    const row = await this.knex<Row>(REQUESTS)
      .where({ id })
      .first('id', 'body');
    return row && this.withHistory(row);
  }

  async replace(request: MeshRequest): Promise<Stored> {
    return this.unlessDuplicate<Stored>(async transaction => {
      const { id, version } = request;
      const changed = await transaction(REQUESTS)
        .where({ id, version: version - 1 })
        .update(columnsOf(request, this.openKey(request)));
      if (changed === 0) return 'outdated';
      await transaction(EVENTS).insert(eventOf(request));
      return 'stored';
    });
  }

  async findOpen(key: string): Promise<MeshRequest | undefined> {
    const row = await this.knex<Row>(REQUESTS)
      .where('open_key', key)
      .first('id', 'body');
    return row && this.withHistory(row);
  }

  async list(
    { states, kinds, requestedBy }: RequestFilter,
    { limit, after }: RequestPage,
  ): Promise<MeshRequest[]> {
    const query = this.knex<Row>(REQUESTS).select('id', 'body');
    if (states) query.whereIn('state', states);
    if (kinds) query.whereIn('kind', kinds);
    if (requestedBy !== undefined) query.where('requested_by', requestedBy);
    if (after) {
      const { createdAt, id } = after;
      query.where(older =>
        older
          .where('created_at', '<', createdAt)
          .orWhere(same =>
            same.where('created_at', createdAt).andWhere('id', '<', id),
          ),
      );
    }
    const rows = await query
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(limit);
    return rows.map(withoutHistory);
  }

  async unleased(
    states: readonly RequestState[],
    now: string,
  ): Promise<string[]> {
    const rows = await this.knex<Row>(REQUESTS)
      .whereIn('state', states)
      .where(free =>
        free.whereNull('lease_until').orWhere('lease_until', '<=', now),
      )
      .orderBy([{ column: 'created_at' }, { column: 'id' }])
      .select('id');
    return rows.map(({ id }) => id);
  }

  async lease(id: string, { owner, now, until }: Lease): Promise<boolean> {
    const taken = await this.knex(REQUESTS)
      .where({ id })
      .where(free =>
        free
          .whereNull('lease_until')
          .orWhere('lease_until', '<=', now)
          .orWhere('lease_owner', owner),
      )
      .update({ lease_owner: owner, lease_until: until });
    return taken === 1;
  }

  async release(id: string, owner: string): Promise<void> {
    await this.knex(REQUESTS)
      .where({ id, lease_owner: owner })
      .update({ lease_owner: null, lease_until: null });
  }

  private async withHistory({ id, body }: Row): Promise<MeshRequest> {
    const lines = await this.knex<{ line: string }>(EVENTS)
      .where('request_id', id)
      .orderBy('version')
      .select('line');
    // One change at a time may come between both reads; what it added is left out.
    const request = JSON.parse(body);
    const history = lines
      .slice(0, request.version)
      .map(({ line }) => requestEventSchema.parse(JSON.parse(line)));
    return meshRequestSchema.parse({ ...request, history });
  }

  private async unlessDuplicate<Result>(
    work: (transaction: Knex.Transaction) => Promise<Result>,
  ): Promise<Result | 'duplicate'> {
    try {
      return await this.knex.transaction(work);
    } catch (error) {
      if (isUniqueViolation(error)) return 'duplicate';
      throw error;
    }
  }
}

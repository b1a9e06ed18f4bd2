import knexOf, { type Knex } from 'knex';
import { openKey } from '../../../../plugins/mesh-backend/src/core/requests/openKey';
import { DatabaseRequestStore } from '../../../../plugins/mesh-backend/src/io/database/DatabaseRequestStore';
import { InMemoryRequestStore } from '../../../../plugins/mesh-backend/src/io/database/InMemoryRequestStore';
import { requestStoreSuite } from './requestStore.suite';
import { startPostgres } from './startPostgres';

jest.setTimeout(60_000);

const directory = require.resolve(
  '../../../../plugins/mesh-backend/package.json',
);
const migrations = directory.replace('package.json', 'migrations');

describe('requests in memory', () => {
  requestStoreSuite(async () => {
    const store = new InMemoryRequestStore(openKey);
    return { store, second: store };
  });
});

async function tablesOf(knex: Knex, query: string): Promise<string[]> {
  const answer = await knex.raw(query);
  const rows: { name: string }[] = Array.isArray(answer) ? answer : answer.rows;
  return rows
    .map(({ name }) => name)
    .filter(name => name.startsWith('mesh_'))
    .sort();
}

/** On a database that is empty at first, and emptied again by going down. */
function databaseSuite(knex: () => Knex, listTables: string) {
  const service = { getClient: async () => knex() };
  const down = () => knex().migrate.rollback({ directory: migrations }, true);
  afterEach(down);

  describe('store', () => {
    requestStoreSuite(async () => ({
      store: await DatabaseRequestStore.create(service, openKey),
      second: await DatabaseRequestStore.create(service, openKey),
    }));
  });

  it('goes up and down and up again', async () => {
    await DatabaseRequestStore.create(service, openKey);
    const tables = await tablesOf(knex(), listTables);
    expect(tables).toEqual(['mesh_request_events', 'mesh_requests']);
    await down();
    expect(await tablesOf(knex(), listTables)).toEqual([]);
    await DatabaseRequestStore.create(service, openKey);
    expect(await tablesOf(knex(), listTables)).toEqual(tables);
  });

  it('leaves the tables to an installation that cares for them itself', async () => {
    await DatabaseRequestStore.create(
      {
        ...service,
        migrations: { skip: true },
      },
      openKey,
    );
    expect(await tablesOf(knex(), listTables)).toEqual([]);
  });
}

describe('requests in SQLite', () => {
  let knex: Knex;
  beforeAll(() => {
    knex = knexOf({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
    });
  });
  afterAll(() => knex.destroy());

  databaseSuite(
    () => knex,
    `SELECT name FROM sqlite_master WHERE type='table'`,
  );
});

describe('requests in PostgreSQL', () => {
  let knex: Knex;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    const server = await startPostgres();
    stop = server.stop;
    knex = knexOf({ client: 'pg', connection: server.connection });
  });
  afterAll(async () => {
    await knex?.destroy();
    await stop?.();
  });

  databaseSuite(
    () => knex,
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
  );
});

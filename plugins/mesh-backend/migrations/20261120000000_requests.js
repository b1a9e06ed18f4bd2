// @ts-check

/**
 * Requests, each with its history. Times are ISO 8601 in UTC, which sorts as it reads, and
 * is the same text on every database.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('mesh_requests', table => {
    table.comment('What was asked of the platform team');
    table.string('id', 64).primary();
    table.integer('version').notNullable().comment('Grows with every change');
    table.string('state', 32).notNullable();
    table.string('kind', 32).notNullable();
    table.string('requested_by', 255).notNullable();
    table.string('created_at', 32).notNullable();
    table.string('updated_at', 32).notNullable();
    table.string('expires_at', 32).notNullable();
    table
      .string('open_key', 64)
      .nullable()
      .unique()
      .comment('Of what is asked for, as long as the request is open');
    table.text('body', 'longtext').notNullable().comment('JSON, no history');
    table.string('lease_owner', 64).nullable();
    table.string('lease_until', 32).nullable();
    table.index(['state', 'expires_at'], 'mesh_requests_state_idx');
    table.index(['created_at', 'id'], 'mesh_requests_created_idx');
  });
  await knex.schema.createTable('mesh_request_events', table => {
    table.comment('History of requests: lines are added, never changed');
    table
      .string('request_id', 64)
      .notNullable()
      .references('id')
      .inTable('mesh_requests');
    table
      .integer('version')
      .notNullable()
      .comment('Of the request, which the line made it');
    table.text('line', 'longtext').notNullable().comment('JSON');
    table.primary(['request_id', 'version']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('mesh_request_events');
  await knex.schema.dropTable('mesh_requests');
};

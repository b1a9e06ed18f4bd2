import type { ExportView } from '@meshport/plugin-mesh-common';
import type { Row } from './expectedTables';

const NOTHING = '-';

function orNothing(value: string | undefined): string {
  return value || NOTHING;
}

function list(values: readonly (string | number)[]): string {
  return orNothing(values.join(', '));
}

/** The rows of an export: one for each cluster that could use it. */
export function exportRows({
  namespace,
  name,
  mechanism,
  endpoints: offered,
  to,
}: ExportView): Row[] {
  return to.map(({ cluster, arrived, as, host, ports, ...target }) => ({
    ...{ service: `${namespace}/${name}`, mechanism },
    offered: offered ? `${offered.ready}/${offered.total}` : NOTHING,
    to: cluster,
    arrived: arrived === 'unknown' ? arrived : (arrived && 'yes') || 'no',
    as: as ? `${as.namespace}/${as.name}` : NOTHING,
    host: orNothing(host),
    ports: list(ports.map(({ port }) => port)),
    endpoints: `${target.endpoints.ready}/${target.endpoints.total}`,
    'reached by': orNothing(target.reachedBy),
    state: target.state,
    reason: list(target.reasons.map(({ code }) => code)),
  }));
}

import {
  MeshApiError,
  type ExportView,
  type MeshResponse,
} from '@meshport/plugin-mesh-common';
import type { ReactElement } from 'react';
import { ExportsListPage, LinksPage } from '../src/exports';
import { ExportsPage } from '../src/exports/ExportsPage';
import {
  aLimitedTarget,
  aLink,
  aMissingTarget,
  anExport,
  anExportTarget,
  anOutdatedReason,
  anUnreadTarget,
} from '../src/testing/exports';
import type { Recordings } from './RecordedMeshClient';
import { entityAnswer, platformAnswer } from './recordedAnswers';

interface ExportState {
  readonly name: string;
  readonly page: ReactElement;
  readonly recordings: Recordings;
}

const never = () => new Promise<never>(() => {});
const outage = async () => {
  throw new MeshApiError(503, 'The mesh plugin answered 503.');
};

const minutesAgo = (minutes: number) =>
  new Date(Date.now() - minutes * 60_000).toISOString();

const healthy = () => [
  anExport(),
  anExport({
    ...{ mechanism: 'linkerd-federated', from: 'south' },
    to: [
      anExportTarget({
        ...{ reachedBy: 'discovery', endpoints: { ready: 0, total: 0 } },
        host: 'basket-federated.shop.svc.cluster.local',
      }),
    ],
  }),
];

const failing = () => [
  anExport({ state: 'missing', to: [aMissingTarget()] }),
  anExport({
    ...{ mesh: 'cilium', mechanism: 'cilium-global', state: 'limited' },
    to: [aLimitedTarget()],
  }),
];

const stale = () => [
  anExport({
    to: [anExportTarget({ reasons: [anOutdatedReason(minutesAgo(7))] })],
  }),
  anExport({
    ...{ mechanism: 'linkerd-federated', state: 'unknown' },
    ...{ to: [anUnreadTarget()], hiddenTargets: 2 },
  }),
];

const EXPORTS: readonly [string, () => ExportView[]][] = [
  ['empty', () => []],
  ['healthy', healthy],
  ['failing', failing],
  ['unknown and stale', stale],
];

async function entityWith(exports: ExportView[]) {
  const answer = entityAnswer('healthy');
  const [service, ...others] = answer.services;
  return { ...answer, services: [{ ...service, exports }, ...others] };
}

function listWith(items: ExportView[]): MeshResponse<'listExports'> {
  const { sets, clusters, sources } = platformAnswer('listServices');
  return { items, total: items.length, sets, clusters, sources };
}

async function links(): Promise<MeshResponse<'listLinks'>> {
  const { sets, clusters, sources } = platformAnswer('listServices');
  const [reason] = aMissingTarget().reasons;
  const items = [
    aLink(),
    aLink({ ...{ from: 'north', to: 'south' }, sharedTrust: false }),
    aLink({ state: 'down', mesh: 'cilium', mechanism: 'cluster-mesh' }),
    aLink({ ...{ to: 'attic', unresolved: true }, state: 'unknown' }),
    aLink({ state: 'degraded', reasons: reason ? [reason] : [] }),
  ];
  return { items, total: items.length, sets, clusters, sources };
}

const WAITING: readonly [string, () => Promise<never>][] = [
  ['loading', never],
  ['error', outage],
];

/** What is offered to other clusters, in all its states: in the tab, and in the lists. */
export const EXPORT_STATES: readonly ExportState[] = [
  ...WAITING.flatMap(([name, answer]) => [
    {
      name: `Exports in the tab: ${name}`,
      page: <ExportsPage />,
      recordings: { getEntity: answer },
    },
    {
      name: `Exports: ${name}`,
      page: <ExportsListPage />,
      recordings: { listExports: answer },
    },
    {
      name: `Links: ${name}`,
      page: <LinksPage />,
      recordings: { listLinks: answer },
    },
  ]),
  ...EXPORTS.flatMap(([name, exports]) => [
    {
      name: `Exports in the tab: ${name}`,
      page: <ExportsPage />,
      recordings: { getEntity: () => entityWith(exports()) },
    },
    {
      name: `Exports: ${name}`,
      page: <ExportsListPage />,
      recordings: { listExports: async () => listWith(exports()) },
    },
  ]),
  {
    name: 'Links: all states',
    page: <LinksPage />,
    recordings: { listLinks: links },
  },
];

import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { ExportView } from '@meshport/plugin-mesh-common';
import { screen, within } from '@testing-library/react';
import { aCluster, anEntityAnswer, aService } from '../testing/answers';
import {
  aLimitedTarget,
  aMissingTarget,
  anExport,
  anExportTarget,
  anOutdatedReason,
  anUnreadTarget,
} from '../testing/exports';
import { ExportsPanel } from './ExportsPanel';

async function show(...exports: ExportView[]) {
  const answer = anEntityAnswer({
    services: [aService({ exports })],
    clusters: [aCluster('north'), aCluster('south')],
  });
  await renderInTestApp(<ExportsPanel answer={answer} />);
}

it('says under which name a service is called in the other cluster', async () => {
  await show(anExport());
  const section = screen.getByRole('region', { name: /shop\/basket/ });
  expect(within(section).getAllByText('available')).toHaveLength(2);
  expect(section).toHaveTextContent('basket-north.shop.svc.cluster.local');
  expect(section).toHaveTextContent('8080 http');
  expect(section).toHaveTextContent(
    'curl -v --max-time 5 http://basket-north.shop.svc.cluster.local:8080',
  );
});

it('says why one is not there, with what to paste', async () => {
  await show(anExport({ state: 'missing', to: [aMissingTarget()] }));
  expect(screen.getAllByText('not available')).toHaveLength(2);
  expect(
    screen.getByText('kubectl --context south create namespace shop'),
  ).toBeVisible();
  expect(screen.queryByText('Host name')).not.toBeInTheDocument();
});

it('says who knows the endpoints where the API does not', async () => {
  await show(anExport({ state: 'limited', to: [aLimitedTarget()] }));
  expect(screen.getByText(/known to Cilium alone/)).toBeVisible();
});

it('says where a change belongs that would be undone elsewhere', async () => {
  await show(anExport({ state: 'limited', to: [aLimitedTarget()] }));
  expect(
    screen.getByText(/HelmRelease basket writes shop\/basket in south/),
  ).toBeVisible();
});

it('says what is not known, and since when', async () => {
  const since = new Date(Date.now() - 7 * 60_000).toISOString();
  await show(
    anExport({ to: [anExportTarget({ reasons: [anOutdatedReason(since)] })] }),
    anExport({
      ...{ mechanism: 'linkerd-federated', state: 'unknown' },
      ...{ to: [anUnreadTarget()], hiddenTargets: 2 },
    }),
  );
  expect(screen.getByText(/has not answered since/)).toBeVisible();
  expect(screen.getByText(/Nothing has been read/)).toBeVisible();
  expect(screen.getByText(/and 2 clusters that you may not see/)).toBeVisible();
});

it('says how a service would be offered that is not', async () => {
  await show();
  expect(screen.getByText('Not offered to other clusters')).toBeVisible();
  expect(screen.getByText(/service.cilium.io\/global/)).toBeVisible();
});

import type { ExportView } from '@meshport/plugin-mesh-common';
import type { MeshServiceResource } from '@meshport/plugin-mesh-node';
import { aReason } from '../../testing/modelBuilders';
import { type ExportEntry, readableExport } from './exportEntries';

const ref = (cluster: string) => ({
  ...{ cluster, apiVersion: 'v1', kind: 'Service' },
  ...{ namespace: 'shop', name: 'cart' },
});

const target = (cluster: string): ExportView['to'][number] => ({
  ...{ cluster, state: 'available', arrived: true, ports: [] },
  endpoints: { ready: 1, total: 1 },
  reasons: [
    aReason({ code: 'here', evidence: [ref(cluster)] }),
    aReason({ code: 'home', evidence: [ref('west')] }),
  ],
});

function resource(cluster: string): MeshServiceResource {
  return {
    ...{ cluster, set: 'live', namespace: 'shop', name: 'cart' },
    ...{ owners: [], namespaceOwners: [], meshes: [] },
  };
}

const ENTRY: ExportEntry = {
  view: {
    ...{ set: 'live', namespace: 'shop', name: 'cart', mesh: 'linkerd' },
    ...{ mechanism: 'linkerd-mirror', from: 'west', state: 'missing' },
    declaredBy: ref('west'),
    endpoints: { ready: 3, total: 3 },
    reasons: [aReason({ code: 'old' })],
    to: [target('east'), { ...target('north'), state: 'missing' }],
  },
  resource: resource('west'),
  targets: () => [resource('east'), resource('north')],
};

const seenBy = (...clusters: string[]) =>
  readableExport(ENTRY, {
    mayRead: ({ cluster }) => clusters.includes(cluster),
    readsAll: false,
  });

it('is told as it is to who may see both ends', () => {
  expect(seenBy('west', 'east', 'north')).toBe(ENTRY.view);
});

it('is not there for who may see none', () => {
  expect(seenBy('south')).toBeUndefined();
});

it('of the offering cluster nothing but its name is told to who sees the other', () => {
  const view = seenBy('east');
  expect(view).toMatchObject({
    ...{ from: 'west', reasons: [], hiddenTargets: 1 },
    to: [{ cluster: 'east', reasons: [{ code: 'here' }] }],
  });
  expect(view).not.toHaveProperty('declaredBy');
  expect(view).not.toHaveProperty('endpoints');
});

it('what is wrong in clusters that are hidden does not show in its state', () => {
  expect(seenBy('west', 'east')?.state).toBe('available');
  expect(seenBy('west')?.state).toBe('unknown');
});

it('clusters that are hidden are counted, and not named', () => {
  const view = seenBy('west', 'east');
  expect(view?.hiddenTargets).toBe(1);
  expect(JSON.stringify(view)).not.toContain('north');
});

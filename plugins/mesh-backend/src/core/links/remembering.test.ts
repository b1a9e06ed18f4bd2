import type { ExportArrival, ExportRules } from '@meshport/plugin-mesh-node';
import { aDeclaredExport, someExportFacts } from '../../testing/exportBuilders';
import {
  aCluster,
  aMeshInstallation,
  aModel,
  aServiceModel,
} from '../../testing/modelBuilders';
import type { ClusterView } from '../views/ClusterView';
import { joinExports, type JoinedExports } from './exports';

const NAMES = ['west', 'east', 'north', 'south'];
const SERVICES = ['cart', 'bill', 'door'];

/** Rules that write down which pairs they are asked about. */
function writtenDown() {
  const asked = new Set<string>();
  const rules: ExportRules = {
    arrivalOf({ namespace, name }, { from, to, means }) {
      asked.add(`${from.cluster} ${to.cluster}`);
      if (from.cluster === to.cluster) return undefined;
      const arrival: ExportArrival = {
        arrived: means(`the ${from.cluster}`),
        host: `${name}.${to.kubectlContext}`,
        ports: [],
        endpoints: to.endpointsOf(namespace, name) ?? { ready: 0, total: 0 },
        reasons: [],
      };
      return arrival;
    },
    linkOf: ({ from, means }) => ({
      mechanism: 'wire',
      state: means(`the ${from.cluster}`) ? 'connected' : 'down',
      sharedTrust: true,
      reasons: [],
    }),
  };
  return { asked, rules: new Map([['wired', rules]]) };
}

function cluster(name: string, ready = 3): ClusterView {
  const endpoints = { ready, total: 3 };
  const declared = SERVICES.map(service =>
    aDeclaredExport({ mechanism: 'wired', name: service, endpoints }),
  );
  const model = aModel({
    cluster: name,
    meshes: [aMeshInstallation({ mesh: 'wired' })],
    services: SERVICES.map(service =>
      aServiceModel({ name: service, endpoints }),
    ),
    exports: { wired: someExportFacts({ details: {}, declared }) },
  });
  return aCluster({ name, model });
}

type Resolve = Parameters<typeof joinExports>[0]['resolve'];

const byArticle: Resolve = ({ alias }) => alias.replace('the ', '');

function join(
  clusters: readonly ClusterView[],
  {
    rules,
    resolve = byArticle,
  }: Pick<ReturnType<typeof writtenDown>, 'rules'> & { resolve?: Resolve },
): JoinedExports {
  const steps = joinExports({ clusters, resolve, rules });
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The second cluster is another one than before. */
function changed(
  clusters: readonly ClusterView[],
  change: (east: ClusterView) => ClusterView,
): ClusterView[] {
  return clusters.map(one => (one.name === 'east' ? change(one) : one));
}

const FROM_EAST = NAMES.map(name => `east ${name}`);
const TO_EAST = NAMES.map(name => `${name} east`);
const EVERYWHERE = NAMES.flatMap(from => NAMES.map(to => `${from} ${to}`));

const SILENT = {
  status: 'unreachable' as const,
  observedAt: '2026-11-14T08:00:00Z',
};

describe('of clusters of which one has changed, those pairs are looked at anew', () => {
  it.each<
    [string, (east: ClusterView) => ClusterView, Resolve, readonly string[]]
  >([
    ['none, where it has not', east => ({ ...east }), byArticle, []],
    [
      'to and from it, where what it offers has changed',
      () => cluster('east', 1),
      byArticle,
      [...FROM_EAST, ...TO_EAST],
    ],
    [
      'to it, where anything else has changed',
      ({ model, ...east }) => ({ ...east, model: model && { ...model } }),
      byArticle,
      TO_EAST,
    ],
    [
      'to it, where it does not answer any more',
      east => ({ ...east, reachability: SILENT }),
      byArticle,
      TO_EAST,
    ],
    [
      'to and from it, where it is called otherwise by kubectl',
      east => ({ ...east, kubectlContext: 'east-admin' }),
      byArticle,
      [...FROM_EAST, ...TO_EAST],
    ],
    [
      'to and from it, where it is of another set',
      east => ({ ...east, set: 'rehearsal' }),
      byArticle,
      [...FROM_EAST, ...TO_EAST].filter(pair => pair !== 'east east'),
    ],
    [
      'from it, where its name leads elsewhere',
      east => east,
      asked =>
        asked.alias === 'the east' && asked.from !== 'east'
          ? 'elsewhere'
          : byArticle(asked),
      FROM_EAST.filter(pair => pair !== 'east east'),
    ],
  ])('%s', (_, change, resolve, expected) => {
    const { asked, rules } = writtenDown();
    const before = NAMES.map(name => cluster(name));
    join(before, { rules });
    expect([...asked].sort()).toEqual([...EVERYWHERE].sort());
    asked.clear();
    const after = changed(before, change);
    const joined = join(after, { rules, resolve });
    expect([...asked].sort()).toEqual([...new Set(expected)].sort());
    // Nothing is known of copies: all of it is made anew.
    const copies = after.map(one => structuredClone(one));
    expect(joined).toEqual(join(copies, { rules, resolve }));
  });
});

it('exports of which nothing has become otherwise are the same objects', () => {
  const { rules } = writtenDown();
  const clusters = NAMES.map(name => cluster(name));
  const before = join(clusters, { rules });
  const after = join([...clusters], { rules });
  expect(before.exports).toHaveLength(NAMES.length * SERVICES.length);
  after.exports.forEach((view, at) => expect(view).toBe(before.exports[at]));
});

it('others have their turn between the clusters', () => {
  const { rules } = writtenDown();
  const many = Array.from({ length: 40 }, (_, index) => {
    const one = cluster(`west-${index}`);
    return { ...one, name: `west-${index}` };
  });
  const steps = joinExports({ clusters: many, resolve: byArticle, rules });
  let turns = 0;
  while (!steps.next().done) turns++;
  expect(turns).toBeGreaterThan(1);
});

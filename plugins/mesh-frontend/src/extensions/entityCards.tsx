import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';

export const meshStatusCard = EntityCardBlueprint.make({
  name: 'status',
  params: {
    type: 'content',
    filter: { kind: { $in: ['component', 'resource', 'api', 'system'] } },
    loader: () =>
      import('../entity/MeshStatusCard').then(({ MeshStatusCard }) => (
        <MeshStatusCard />
      )),
  },
});

export const goldenMetricsCard = EntityCardBlueprint.make({
  name: 'golden-metrics',
  params: {
    type: 'content',
    filter: { kind: { $in: ['component', 'resource', 'api', 'system'] } },
    loader: () =>
      import('../entity/GoldenMetricsCard').then(({ GoldenMetricsCard }) => (
        <GoldenMetricsCard />
      )),
  },
});

export const dependenciesCard = EntityCardBlueprint.make({
  name: 'dependencies',
  params: {
    type: 'content',
    filter: { kind: { $in: ['component', 'resource', 'api', 'system'] } },
    loader: () =>
      import('../entity/DependenciesCard').then(({ DependenciesCard }) => (
        <DependenciesCard />
      )),
  },
});

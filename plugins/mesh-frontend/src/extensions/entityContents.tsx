import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';

export const meshContent = EntityContentBlueprint.make({
  name: 'status',
  params: {
    path: '/mesh',
    title: 'Mesh',
    group: 'operation',
    filter: { kind: { $in: ['component', 'resource', 'api', 'system'] } },
    loader: () =>
      import('../entity/MeshContent').then(({ MeshContent }) => (
        <MeshContent />
      )),
  },
});

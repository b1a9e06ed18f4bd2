import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import { Frameless } from '../home/Frameless';

const componentProps = { Renderer: Frameless };

export const yourServicesWidget = HomePageWidgetBlueprint.make({
  name: 'your-services',
  params: {
    name: 'MeshYourServices',
    title: 'Your services',
    description: 'Are the services that you own in the mesh, everywhere',
    components: () =>
      import('../home/YourServices').then(({ YourServices }) => ({
        Content: YourServices,
      })),
    componentProps,
    layout: { width: { minColumns: 6 }, height: { minRows: 4 } },
  },
});

export const needsAttentionWidget = HomePageWidgetBlueprint.make({
  name: 'needs-attention',
  params: {
    name: 'MeshNeedsAttention',
    title: 'Needs your attention',
    description: 'Of the services that you own: what is wrong, and what to do',
    components: () =>
      import('../home/NeedsAttention').then(({ NeedsAttention }) => ({
        Content: NeedsAttention,
      })),
    componentProps,
    layout: { width: { minColumns: 6 }, height: { minRows: 3 } },
  },
});

export const clustersWidget = HomePageWidgetBlueprint.make({
  name: 'clusters',
  params: {
    name: 'MeshClusters',
    title: 'Clusters',
    description: 'Every cluster, and how its meshes are doing',
    components: () =>
      import('../home/Clusters').then(({ Clusters }) => ({
        Content: Clusters,
      })),
    componentProps,
    layout: { width: { minColumns: 6 }, height: { minRows: 1 } },
  },
});

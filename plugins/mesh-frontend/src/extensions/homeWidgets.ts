import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';

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
    layout: { width: { minColumns: 6 }, height: { minRows: 4 } },
  },
});

import {
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import HubOutlinedIcon from '@mui/icons-material/HubOutlined';
import { rootRouteRef, servicesRouteRef } from '../routes';

const attachTo = { id: 'page:mesh', input: 'pages' } as const;

/** `/mesh`: what the platform team looks at. */
export const meshPage = PageBlueprint.make({
  params: {
    path: '/mesh',
    title: 'Mesh',
    icon: <HubOutlinedIcon fontSize="inherit" />,
    routeRef: rootRouteRef,
  },
});

export const servicesPage = SubPageBlueprint.make({
  attachTo,
  name: 'services',
  params: {
    path: 'services',
    title: 'Services',
    routeRef: servicesRouteRef,
    loader: () =>
      import('../platform/ServicesPage').then(({ ServicesPage }) => (
        <ServicesPage />
      )),
  },
});

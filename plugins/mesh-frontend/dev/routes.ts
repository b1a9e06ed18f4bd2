import { createRouteRef } from '@backstage/frontend-plugin-api';

export const rootRouteRef = createRouteRef();
export const graphStatesRouteRef = createRouteRef();
export const largeGraphRouteRef = createRouteRef();

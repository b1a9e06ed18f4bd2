import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type of services in permission decisions. */
export const RESOURCE_TYPE_MESH_SERVICE = 'mesh-service';

/** See the mesh state of a service. Decided per service, so rules may be used. */
export const meshServiceReadPermission = createPermission({
  name: 'mesh.service.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_MESH_SERVICE,
});

/** See clusters, their meshes and how current they are. */
export const meshPlatformReadPermission = createPermission({
  name: 'mesh.platform.read',
  attributes: { action: 'read' },
});

/** All permissions of the plugin, for policies and integration routers. */
export const meshPermissions = [
  meshServiceReadPermission,
  meshPlatformReadPermission,
];

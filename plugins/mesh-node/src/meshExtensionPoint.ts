import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { Mesh } from './Mesh';

/** Lets modules of the plugin `mesh` add meshes. */
export interface MeshExtensionPoint {
  addMesh(mesh: Mesh): void;
}

/** {@inheritDoc MeshExtensionPoint} */
export const meshExtensionPoint = createExtensionPoint<MeshExtensionPoint>({
  id: 'mesh.meshes',
});

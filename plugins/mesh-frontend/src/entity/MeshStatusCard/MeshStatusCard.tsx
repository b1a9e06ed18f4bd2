import { useEntity } from '@backstage/plugin-catalog-react';
import { useEntityMesh } from '../../hooks/useEntityMesh';
import { MeshStatusCardView } from './MeshStatusCardView';

/**
 * The card "Mesh" of an entity page: is my service in the mesh, everywhere, and if
 * not what do I do. Needs an entity around it.
 */
export function MeshStatusCard() {
  const { entity } = useEntity();
  const live = useEntityMesh(entity);
  return <MeshStatusCardView {...live} />;
}

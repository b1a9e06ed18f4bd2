import { useEntity } from '@backstage/plugin-catalog-react';
import { useEntityDependencies } from '../../hooks/useEntityDependencies';
import { useMeshTabPage } from '../../hooks/useMeshTabPage';
import { DependenciesCardView } from './DependenciesCardView';

/**
 * The card "Dependencies" of an entity page: who needs me, whom do I need, and is any of
 * it in trouble. Needs an entity around it.
 */
export function DependenciesCard() {
  const { entity } = useEntity();
  const live = useEntityDependencies(entity);
  const page = useMeshTabPage('dependencies');
  return <DependenciesCardView live={live} page={page} />;
}

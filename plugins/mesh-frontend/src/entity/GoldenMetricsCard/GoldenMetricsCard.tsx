import { useEntity } from '@backstage/plugin-catalog-react';
import { useEntityMesh } from '../../hooks/useEntityMesh';
import { useEntityMetrics } from '../../hooks/useEntityMetrics';
import { GoldenMetricsCardView } from './GoldenMetricsCardView';

/**
 * The card "Golden metrics" of an entity page: is my service well right now. Needs an
 * entity around it. The numbers come with the answer that the card "Mesh" has too; the
 * course of the hour is asked for beside it, and nothing waits for it.
 */
export function GoldenMetricsCard() {
  const { entity } = useEntity();
  const live = useEntityMesh(entity);
  const hour = useEntityMetrics(entity, { window: '1h' });
  return <GoldenMetricsCardView live={live} hour={hour} />;
}

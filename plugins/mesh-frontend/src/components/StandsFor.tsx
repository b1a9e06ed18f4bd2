import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  ClusterSummary,
  ServiceInstance,
} from '@meshport/plugin-mesh-common';
import { meshTranslationRef } from '../translation';
import { displayNameOf } from '../view/names';
import { Term } from './Term';

/** `Apps: mirror shop/cart-west of the one in West`, for what has no pods of its own. */
export function StandsFor(props: {
  instance: ServiceInstance;
  clusters: readonly ClusterSummary[];
}) {
  const { instance, clusters } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const { kind, of, unresolved, namespace, name } = instance;
  if (kind === 'local') return null;
  const where = of ? displayNameOf(clusters, of.cluster) : unresolved;
  return (
    <>
      <Term meaning={t(`term.${kind}`)}>{t(`instance.${kind}`)}</Term>{' '}
      {`${namespace}/${name}`}{' '}
      {where &&
        t(of ? 'instance.of' : 'instance.unresolved', { cluster: where })}
    </>
  );
}

import {
  ANNOTATION_CLUSTERS,
  ANNOTATION_KUBERNETES_CLUSTER,
  ANNOTATION_KUBERNETES_ID,
  ANNOTATION_KUBERNETES_LABEL_SELECTOR,
  ANNOTATION_KUBERNETES_NAMESPACE,
  ANNOTATION_SERVICES,
  type Text,
  text,
} from '@meshport/plugin-mesh-common';
import type { CatalogEntity, EntityMatch } from './EntityMatch';
import { type LabelSelector, parseLabelSelector } from './labelSelector';

/** What an entity's annotations ask to look for. */
export type Lookup =
  | { by: 'names'; names: readonly { namespace: string; name: string }[] }
  | { by: 'labels'; selector: LabelSelector; namespace?: string }
  | { by: 'id'; id: string; namespace?: string }
  | { by: 'nothing' };

export interface EntityLookup {
  readonly lookup: Lookup;
  readonly annotation: Exclude<EntityMatch['matchedBy'], 'none' | 'parts'>;
  /** Clusters to look in, of those that are known. */
  readonly clusters: readonly string[];
  readonly lookedFor: Text;
}

const NAMED_SERVICE =
  /^([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)\/([a-z0-9](?:[-.a-z0-9]*[a-z0-9])?)$/;

function listOf(value: string): string[] {
  return value
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '');
}

/** The clusters that the entity is narrowed to; undefined where it is not. */
function narrowedClusters({
  annotations,
}: CatalogEntity): string[] | undefined {
  const own = annotations[ANNOTATION_CLUSTERS];
  const kubernetes = annotations[ANNOTATION_KUBERNETES_CLUSTER];
  const names = listOf(own || kubernetes || '');
  return names.length > 0 ? names : undefined;
}

type Found = Omit<EntityLookup, 'clusters'>;

function byNames(value: string, clusters: string): Found {
  const matches = listOf(value).map(item => NAMED_SERVICE.exec(item));
  const names = matches.flatMap(match => {
    const [, namespace, name] = match ?? [];
    return namespace && name ? [{ namespace, name }] : [];
  });
  const isBad = names.length < matches.length || names.length === 0;
  return {
    annotation: 'meshport.io/services',
    lookup: isBad ? { by: 'nothing' } : { by: 'names', names },
    lookedFor: isBad
      ? text('lookedFor.badServices', { value })
      : text('lookedFor.services', {
          clusters,
          services: names
            .map(({ namespace, name }) => `${namespace}/${name}`)
            .join(', '),
        }),
  };
}

function bySelector(
  value: string,
  namespace: string | undefined,
  clusters: string,
): Found {
  const selector = parseLabelSelector(value);
  const annotation = 'kubernetes-label-selector';
  if (!selector) {
    return {
      annotation,
      lookup: { by: 'nothing' },
      lookedFor: text('lookedFor.badLabelSelector', { value }),
    };
  }
  return {
    annotation,
    lookup: { by: 'labels', selector, namespace },
    lookedFor: namespace
      ? text('lookedFor.labelSelectorInNamespace', {
          clusters,
          namespace,
          selector: value,
        })
      : text('lookedFor.labelSelector', { clusters, selector: value }),
  };
}

function byId(
  id: string,
  namespace: string | undefined,
  clusters: string,
): Found {
  return {
    annotation: 'kubernetes-id',
    lookup: { by: 'id', id, namespace },
    lookedFor: namespace
      ? text('lookedFor.kubernetesIdInNamespace', { clusters, namespace, id })
      : text('lookedFor.kubernetesId', { clusters, id }),
  };
}

function find({ annotations, name }: CatalogEntity, clusters: string): Found {
  const services = annotations[ANNOTATION_SERVICES];
  if (services) return byNames(services, clusters);
  const namespace = annotations[ANNOTATION_KUBERNETES_NAMESPACE] || undefined;
  const selector = annotations[ANNOTATION_KUBERNETES_LABEL_SELECTOR];
  if (selector) return bySelector(selector, namespace, clusters);
  return byId(
    annotations[ANNOTATION_KUBERNETES_ID] || name,
    namespace,
    clusters,
  );
}

/**
 * Reads what an entity asks for: the first of `meshport.io/services`, a label selector,
 * and the Kubernetes plugin's id (else the entity's name). An empty annotation counts
 * as absent, as in the Kubernetes plugin. A value that cannot be understood looks for
 * nothing, and `lookedFor` says so.
 */
export function lookupOf(
  entity: CatalogEntity,
  known: readonly string[],
): EntityLookup {
  const narrowed = narrowedClusters(entity);
  const clusters = known.filter(
    cluster => !narrowed || narrowed.includes(cluster),
  );
  const found = find(entity, clusters.join(', '));
  const isNowhere = narrowed !== undefined && clusters.length === 0;
  return {
    ...found,
    clusters,
    lookedFor: isNowhere
      ? text('lookedFor.unknownClusters', { clusters: narrowed.join(', ') })
      : found.lookedFor,
  };
}

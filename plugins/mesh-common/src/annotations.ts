/** Services of an entity, `namespace/name` each, separated by commas. */
export const ANNOTATION_SERVICES = 'meshport.io/services';

/** Clusters that an entity is looked for in, separated by commas. */
export const ANNOTATION_CLUSTERS = 'meshport.io/clusters';

/** The Kubernetes plugin's annotations that also match entities to services. */
export const ANNOTATION_KUBERNETES_ID = 'backstage.io/kubernetes-id';
export const ANNOTATION_KUBERNETES_NAMESPACE =
  'backstage.io/kubernetes-namespace';
export const ANNOTATION_KUBERNETES_LABEL_SELECTOR =
  'backstage.io/kubernetes-label-selector';
export const ANNOTATION_KUBERNETES_CLUSTER = 'backstage.io/kubernetes-cluster';

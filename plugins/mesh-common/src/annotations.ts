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

/** Requests that are to succeed, in percent: `99.95`. */
export const ANNOTATION_OBJECTIVE_SUCCESS = 'meshport.io/objective-success';

/** What 99 of 100 requests are to take at most, in milliseconds: `300`. */
export const ANNOTATION_OBJECTIVE_P99 = 'meshport.io/objective-p99-ms';

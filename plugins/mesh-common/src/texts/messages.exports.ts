/**
 * What is said of services that are offered to other clusters, and of what connects
 * those. `from` is the offering cluster, `cluster` the one that the sentence is about.
 */
export const exportsMessages = {
  'effect.kept-by.flux-kustomization':
    'Flux Kustomization {{writer}} writes {{object}} in {{cluster}} and takes back what is changed beside it: make the change in its repository.',
  'effect.kept-by.flux-helm-release':
    'Flux HelmRelease {{writer}} writes {{object}} in {{cluster}}, and what is changed beside it may be undone: make the change in the release.',
  'effect.kept-by.argo-cd-application':
    'Argo CD application {{writer}} writes {{object}} in {{cluster}}, and what is changed beside it may be undone: make the change in its repository.',
  'effect.kept-by.helm':
    'Helm release {{writer}} wrote {{object}} in {{cluster}}, and its next upgrade may undo what is changed beside it: make the change in its values.',
  'effect.kept-by.operator':
    '{{writer}} makes {{object}} in {{cluster}}, and may undo what is changed beside it: make the change there.',

  'reason.cluster-not-read':
    'Nothing has been read of cluster {{cluster}} yet, so it is not known whether the service arrived there.',
  'reason.cluster-outdated':
    'Cluster {{cluster}} has not answered since {{since}}. This is how it was then.',
  'reason.no-cluster-linked':
    'No cluster that the portal reads takes services from {{from}} in this way.',
  'fix.link-cluster':
    'Connect the clusters that are to use it with {{from}}; the platform team does that once for all services.',

  'reason.namespace-missing':
    'Cluster {{cluster}} has no namespace {{namespace}}, and a service arrives in the namespace that it has in {{from}}.',
  'fix.create-namespace': 'Create namespace {{namespace}} in {{cluster}}.',

  'reason.service-not-there':
    'Cluster {{cluster}} has no Service {{namespace}}/{{name}}. Cilium joins Services of the same name, so there has to be one.',
  'fix.create-global-service':
    'Create the Service in {{cluster}}, with the same ports and without a selector.',
  'reason.namespace-not-global':
    'Namespace {{namespace}} in {{cluster}} takes no part in the mesh of clusters, so none of its services does.',
  'fix.make-namespace-global':
    'Let namespace {{namespace}} in {{cluster}} take part.',
  'reason.service-not-global':
    'Service {{namespace}}/{{name}} in {{cluster}} is not marked as global, so it has no endpoints of other clusters.',
  'fix.make-service-global':
    'Mark Service {{namespace}}/{{name}} in {{cluster}} as global.',
  'reason.service-not-shared':
    'Service {{namespace}}/{{name}} keeps its endpoints in {{cluster}} to itself (service.cilium.io/shared: "false").',
  'fix.share-service':
    'Share the endpoints of Service {{namespace}}/{{name}} in {{cluster}}.',
  'reason.endpoints-not-synced.service':
    'Callers in a mesh cannot reach it from {{cluster}}: their proxies know the endpoints that the Kubernetes API of {{cluster}} has, and those of other clusters are not written there for this Service. Callers without a proxy can.',
  'reason.endpoints-not-synced.cluster':
    'Callers in a mesh cannot reach it from {{cluster}}: their proxies know the endpoints that the Kubernetes API of {{cluster}} has, and Cilium is not set up there to write those of other clusters. Callers without a proxy can.',
  'fix.sync-endpoints':
    'Have the endpoints of Service {{namespace}}/{{name}} written into the API of {{cluster}}.',
  'fix.switch-sync-on':
    'Switch the synchronisation on in {{cluster}}, and for Service {{namespace}}/{{name}}.',
  'reason.no-ready-endpoints':
    'None of the endpoints of {{namespace}}/{{name}} in {{from}} is ready, so there is nothing to reach.',
  'fix.make-endpoints-ready':
    'Bring the pods of {{namespace}}/{{name}} in {{from}} up.',

  'reason.link-down.cilium':
    'The clustermesh-apiserver of {{cluster}} has no ready pod, so nothing new passes between {{from}} and the other clusters of its mesh.',
  'reason.link-down.cilium-missing':
    'Cluster {{cluster}} has no clustermesh-apiserver, so nothing passes between it and other clusters.',
  'fix.start-clustermesh':
    'Start the clustermesh-apiserver of {{cluster}} again.',
  'fix.install-clustermesh':
    'Switch clustermesh.useAPIServer on in the Helm values of Cilium in {{cluster}}.',
  'reason.link-unobserved':
    'Nothing that the portal reads shows whether {{cluster}} is connected with {{other}}: the peers stand in a Secret.',
  'fix.ask-cilium': 'Ask Cilium itself whether they are connected.',

  'reason.gateway-down.scaled-to-zero':
    "Linkerd's gateway in {{from}} has been scaled to zero, so {{cluster}} reaches nothing behind it.",
  'reason.gateway-down.not-ready':
    "Linkerd's gateway in {{from}} does not answer {{cluster}}, so {{cluster}} reaches nothing behind it.",
  'fix.start-gateway': "Start Linkerd's gateway in {{from}} again.",
  'fix.restart-gateway':
    "Restart Linkerd's gateway in {{from}}; if it is healthy, look at the network between the clusters.",
  'fix.look-at-gateway': "See to Linkerd's gateway in {{from}}.",
  'reason.mirror-controller-down.scaled-to-zero':
    '{{controller}} in {{cluster}}, which brings services of {{from}} here, has been scaled to zero.',
  'reason.mirror-controller-down.not-ready':
    '{{controller}} in {{cluster}}, which brings services of {{from}} here, is not ready.',
  'reason.mirror-controller-down.missing':
    'Nothing in {{cluster}} brings services of {{from}} here: Link {{link}} has no controller.',
  'fix.start-mirror-controller': 'Start {{controller}} in {{cluster}} again.',
  'fix.restart-mirror-controller':
    'Restart {{controller}} in {{cluster}}, and look at its log.',
  'fix.add-mirror-controller':
    'Add the Link to the Helm values of linkerd-multicluster in {{cluster}}.',
  'reason.service-not-mirrored.refused':
    'Linkerd in {{cluster}} refuses {{namespace}}/{{name}} of {{from}}: {{message}}.',
  'reason.service-not-mirrored.pending':
    'The controller of Link {{link}} in {{cluster}} runs, and has not made a Service for {{namespace}}/{{name}} of {{from}}.',
  'fix.stop-export':
    'Stop exporting {{namespace}}/{{name}}, or export a Service that has an address of its own.',
  'reason.headless-not-federated':
    '{{namespace}}/{{name}} in {{from}} is headless (clusterIP: None), and such a Service cannot be a member of a federated service.',
  'fix.leave-federation':
    'Take {{namespace}}/{{name}} in {{from}} out of the federated service, and make a Service with an address a member.',
} as const satisfies Readonly<Record<string, string>>;

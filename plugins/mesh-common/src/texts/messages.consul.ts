/** What Consul's part of the model says: reasons, fixes, checks. */
export const consulMessages = {
  'fix.consul-not-asked':
    'Take consul.hashicorp.com/connect-inject out of the pod template of {{kind}} {{name}}, or have Consul installed.',

  'reason.namespace-ignored-by-mesh.consul-always':
    '{{kind}} {{name}} asks for Consul, but Consul never adds proxies to namespace {{namespace}}.',
  'reason.namespace-ignored-by-mesh.consul-selector':
    "{{kind}} {{name}} asks for Consul, but the injector's webhook leaves out namespace {{namespace}}.",
  'reason.namespace-ignored-by-mesh.consul-denied':
    "{{kind}} {{name}} asks for Consul, but namespace {{namespace}} is on the injector's list of those denied.",
  'reason.namespace-ignored-by-mesh.consul-not-allowed':
    "{{kind}} {{name}} asks for Consul, but namespace {{namespace}} is not on the injector's list of those allowed.",
  'fix.consul-list':
    "Have the platform team change the injector's lists (connectInject.k8sAllowNamespaces and k8sDenyNamespaces), or take consul.hashicorp.com/connect-inject out of the pod template of {{kind}} {{name}}.",
  'fix.consul-ignored-template':
    'Take consul.hashicorp.com/connect-inject out of the pod template of {{kind}} {{name}}, or run it in another namespace.',

  'reason.service-missing':
    'No Service selects the pods of {{kind}} {{name}}: Consul registers no service for them, and they wait in their init container.',
  'fix.create-service':
    'Create Service {{service}} in namespace {{namespace}} that selects the pods of {{kind}} {{name}}.',
  'effect.consul-registers':
    'Nothing restarts. Consul registers the service, and pods that wait go on.',

  'reason.pod-opted-out.consul':
    'The pod template of {{kind}} {{name}} says consul.hashicorp.com/connect-inject={{value}}.',
  'reason.pod-opted-out.consul-status':
    'The pod template of {{kind}} {{name}} has consul.hashicorp.com/connect-inject-status, copied from a running pod: the injector takes its pods for done.',
  'reason.pod-opted-out.consul-value':
    'The pod template of {{kind}} {{name}} says consul.hashicorp.com/connect-inject={{value}}, which is neither true nor false: the injector refuses its pods.',
  'fix.consul-opt-in':
    'Say connect-inject=true in the pod template of {{kind}} {{name}}, if it belongs in the mesh.',
  'fix.consul-remove-status':
    'Remove connect-inject-status from the pod template of {{kind}} {{name}}.',

  'reason.pod-has-old-revision.consul_one':
    '1 pod still has the proxy that consul-k8s {{actual}} gave it; the injector is {{asked}} now.',
  'reason.pod-has-old-revision.consul_other':
    '{{count}} pods still have the proxies that consul-k8s {{actual}} gave them; the injector is {{asked}} now.',

  'fix.consul-annotate-template':
    'Annotate the pod template of {{kind}} {{name}} to enrol it in Consul.',
  'fix.consul-annotate-workloads':
    'Annotate the pod templates of the workloads in namespace {{namespace}} with consul.hashicorp.com/connect-inject=true; Consul has no switch for namespaces.',
  'effect.consul-rollout':
    'The pods of every workload that is annotated are replaced by new ones.',

  'reason.control-plane-down.consul-quorum':
    '{{available}} of {{wanted}} Consul servers are available in cluster {{cluster}}, too few to agree on anything.',
  'reason.version-unknown.consul-k8s':
    'Deployment {{name}} in cluster {{cluster}} is of version {{version}}, which the portal cannot compare with those of proxies.',
  'reason.config-not-synced_one':
    '{{kind}} {{name}} in namespace {{namespace}} of cluster {{cluster}} is not in effect. Consul says: {{message}}',
  'reason.config-not-synced_other':
    "{{count}} of Consul's custom resources in cluster {{cluster}} are not in effect. Of {{kind}} {{name}} in namespace {{namespace}}, Consul says: {{message}}",

  'verify.consul-pods':
    'Which pods have the container consul-dataplane, and from which consul-k8s:',
  'verify.consul-proxies': 'Which proxies Consul itself lists:',
} as const satisfies Readonly<Record<string, string>>;

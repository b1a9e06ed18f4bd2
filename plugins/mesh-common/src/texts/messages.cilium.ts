/** What Cilium's part of the model says: its ztunnel, rules of L7, its agents. */
export const ciliumMessages = {
  'reason.input-unreadable.cilium-config':
    'There is no ConfigMap {{name}} in namespace {{namespace}} of cluster {{cluster}}, so it is not known what Cilium is set up to do.',
  'reason.part-of-the-mesh.cilium':
    '{{kind}} {{name}} is part of Cilium itself and needs no proxy.',

  'reason.mode-not-installed.cilium':
    "Namespace {{namespace}} asks for Cilium's ztunnel ({{label}}=true), which is not switched on in cluster {{cluster}}: nothing encrypts the traffic of its pods.",
  'fix.unlabel-ztunnel':
    "Remove the label {{label}} from namespace {{namespace}}, or have the platform team switch on Cilium's ztunnel.",
  'reason.mode-not-installed.l7-proxy':
    "{{ruleKind}} {{rule}} has rules of layer 7 for {{kind}} {{name}}, but Cilium's L7 proxy is switched off in cluster {{cluster}}.",
  'fix.enable-l7-proxy':
    "Have the platform team switch on Cilium's L7 proxy (enable-l7-proxy), or take the rules of layer 7 out of {{ruleKind}} {{rule}}.",
  'fix.label-namespace.ztunnel':
    "Label namespace {{namespace}} to have Cilium's ztunnel encrypt what its pods and those of other such namespaces say to each other.",
  'effect.enrol-ztunnel':
    'Nothing restarts. Whoever is in no such namespace goes on as before.',
  'reason.conflicting-labels.two-ztunnels':
    "Namespace {{namespace}} asks for Cilium's ztunnel and for Istio's ambient mode, which both redirect the traffic of its pods.",
  'reason.host-network.cilium':
    "{{kind}} {{name}} uses the network of its node, where Cilium's ztunnel does not encrypt.",
  'reason.ztunnel-not-ready-on-node.cilium_one':
    "1 pod runs on a node where Cilium's ztunnel is not ready ({{nodes}}), so its traffic is not encrypted.",
  'reason.ztunnel-not-ready-on-node.cilium_other':
    "{{count}} pods run on nodes where Cilium's ztunnel is not ready ({{nodes}}), so their traffic is not encrypted.",
  'fix.restart-cilium-ztunnel':
    "The platform team has to bring Cilium's ztunnel back on {{nodes}}.",
  'effect.restart-cilium-ztunnel':
    'The ztunnel of {{nodes}} is replaced by a new one; no pod of a workload restarts.',
  'reason.namespace-not-labelled.l7-rule_one':
    '1 pod of {{kind}} {{name}} is not selected by {{ruleKind}} {{rule}}, as its labels differ.',
  'reason.namespace-not-labelled.l7-rule_other':
    '{{count}} pods of {{kind}} {{name}} are not selected by {{ruleKind}} {{rule}}, as their labels differ.',

  'reason.data-plane-degraded.cilium_one':
    "{{ready}} of 1 pod of Cilium's {{part}} is ready in cluster {{cluster}}.",
  'reason.data-plane-degraded.cilium_other':
    "{{ready}} of {{count}} pods of Cilium's {{part}} are ready in cluster {{cluster}}.",
  'reason.data-plane-degraded.cilium-config_one':
    '1 agent of Cilium in cluster {{cluster}} started before cilium-config was changed ({{changed}}), and goes by what it said before.',
  'reason.data-plane-degraded.cilium-config_other':
    '{{count}} agents of Cilium in cluster {{cluster}} started before cilium-config was changed ({{changed}}), and go by what it said before.',
  'reason.control-plane-down.cilium':
    '{{name}} is not running in cluster {{cluster}}: none of {{wanted}} replicas is ready. New pods may get no address or identity.',
  'reason.control-plane-degraded.cilium':
    '{{name}} has {{available}} of {{wanted}} replicas ready in cluster {{cluster}}.',

  'verify.nodes': 'On which nodes the pods run:',
  'verify.cilium-ztunnel': "Where Cilium's ztunnel is ready:",
  'verify.cilium-rule': 'What {{kind}} {{name}} selects:',
} as const satisfies Readonly<Record<string, string>>;

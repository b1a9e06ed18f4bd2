/** Services that are offered to other clusters, and what connects those. */
export const exportsMessages = {
  'subPage.exports': 'Exports',

  'exports.title': 'Exports',
  'exports.loading': 'Loading exports',
  'exports.offeredBy': '{{service}}, offered by {{cluster}}',
  'exports.mechanism': 'How',
  'exports.from': 'Offered by',
  'exports.to': 'In other clusters',
  'exports.state': 'State',
  'exports.needs': 'Needs',
  'exports.service': 'Service',
  'exports.namespace': 'Namespace',
  'exports.set': 'Set',
  'exports.inCluster': 'In {{cluster}}',
  'exports.inItself': 'In {{cluster}} itself',
  'exports.offered': 'Ready at home',
  'exports.readyOf': '{{ready}} of {{total}} endpoints',
  'exports.host': 'Host name',
  'exports.ports': 'Ports',
  'exports.as': 'Service there',
  'exports.endpoints': 'Endpoints there',
  'exports.endpointsOf.endpoints': '{{ready}} of {{total}} ready',
  'exports.endpointsOf.discovery':
    'none by design: Linkerd’s proxies ask {{from}}, so callers need a proxy',
  'exports.endpointsOf.datapath':
    '{{ready}} of {{total}} ready in the Kubernetes API; those of {{from}} are known to Cilium alone',
  'exports.try': 'Try it from a pod in {{cluster}}',
  'exports.why': 'Why',
  'exports.hidden_one':
    'and {{count}} cluster that you may not see (it takes the permission mesh.service.read)',
  'exports.hidden_other':
    'and {{count}} clusters that you may not see (it takes the permission mesh.service.read)',
  'exports.nothingTitle': 'Not offered to other clusters',
  'exports.nothingNext':
    'To use it in another cluster, the Service itself says so. Which way fits depends on what connects the clusters; the platform team knows.',
  'exports.howGlobal': 'Cilium, in both clusters',
  'exports.howMirror': 'Linkerd, in the offering cluster',
  'exports.emptyTitle': 'Nothing is offered to other clusters',
  'exports.emptyNext':
    'A Service is offered by the annotation service.cilium.io/global, or by one of the labels mirror.linkerd.io/exported and mirror.linkerd.io/federated.',
  'exports.filter.state': 'State',
  'exports.filter.mechanism': 'How',
  'exports.filter.namespace': 'Namespace',

  'exportState.available': 'available',
  'exportState.limited': 'limited',
  'exportState.missing': 'not available',
  'exportState.unknown': 'unknown',
  'exportState.unused': 'not used',

  'mechanism.cilium-global': 'Cilium global service',
  'mechanism.linkerd-mirror': 'Linkerd mirror',
  'mechanism.linkerd-federated': 'Linkerd federated service',
  'mechanism.cluster-mesh': 'Cilium’s mesh of clusters',
  'mechanism.linkerd-link': 'Linkerd Link',

  'links.title': 'Links',
  'links.from': 'From',
  'links.to': 'To',
  'links.mesh': 'Mesh',
  'links.mechanism': 'How',
  'links.state': 'State',
  'links.services': 'Services that arrived',
  'links.trust': 'Shared trust',
  'links.trustWord.true': 'yes',
  'links.trustWord.false': 'no',
  'links.trustWord.unknown': 'not known',
  'links.why': 'Why',
  'links.unresolved':
    '{{name}} (no cluster of this portal is known by that name)',
  'links.emptyTitle': 'No cluster is connected with another',
  'links.emptyNext':
    'Links are shown for Linkerd’s Links, and for clusters that are members of a mesh of clusters of Cilium.',

  'linkState.connected': 'connected',
  'linkState.degraded': 'degraded',
  'linkState.down': 'down',
  'linkState.unknown': 'unknown',
} as const satisfies Readonly<Record<string, string>>;

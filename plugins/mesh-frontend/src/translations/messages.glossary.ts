/** Words of the trade, a line each: on hover where they appear, and all in the glossary. */
export const glossaryMessages = {
  'glossary.open': 'Words',
  'glossary.title': 'Words, and what they mean here',
  'glossary.states': 'States of a service',
  'glossary.modes': 'How a mesh carries traffic',
  'glossary.services': 'Services across clusters',
  'glossary.trust': 'Who may talk to whom',
  'glossary.installation': 'What a mesh is made of',

  'word.enrolled': 'enrolled',
  'word.partial': 'partly enrolled',
  'word.pending-restart': 'restart needed',
  'word.not-enrolled': 'not in a mesh',
  'word.opted-out': 'opted out',
  'word.misconfigured': 'misconfigured',
  'word.idle': 'nothing running',
  'word.unknown': 'unknown',
  'term.enrolled': 'All running pods are in the mesh.',
  'term.partial': 'Some of the running pods are in the mesh, some are not.',
  'term.pending-restart':
    'What is declared takes effect when the pods start anew.',
  'term.not-enrolled': 'Nothing asks for a mesh here.',
  'term.opted-out': 'Somebody has said that these pods are not to be in it.',
  'term.misconfigured':
    'A mesh is asked for, and something stands in the way: a restart does not help.',
  'term.idle': 'No pod runs, so there is nothing to be in a mesh.',
  'term.stateUnknown':
    'What decides this could not be read; the page says what, and who can change that.',

  'word.sidecar': 'sidecar',
  'word.ambient': 'ambient',
  'word.proxyless': 'proxyless',
  'word.ztunnel': 'ztunnel',
  'word.waypoint': 'waypoint',
  'word.l4': 'layer 4',
  'word.l7': 'layer 7',
  'term.sidecar':
    'Each pod carries a proxy of the mesh, added when the pod starts.',
  'term.ambient':
    'Pods have no proxy of their own; one per node carries their traffic.',
  'term.proxyless':
    'The network layer of the node does the work; pods carry no proxy.',
  'term.ztunnel':
    'The proxy of ambient mode, one per node: it encrypts and identifies connections.',
  'term.waypoint':
    'A proxy in front of a service that handles its requests where pods have no proxy of their own.',
  'term.l4':
    'The mesh encrypts and identifies connections; it does not see single requests.',
  'term.l7':
    'The mesh sees single requests: routes, retries, success and latency of each.',

  'word.mirror': 'mirror',
  'word.federated': 'federated service',
  'word.imported': 'imported service',
  'word.clusterSet': 'cluster set',
  'term.mirror':
    'A Service that the mesh makes here, so that callers reach the service of another cluster.',
  'term.federated':
    'A Service that the mesh makes here over the services of that name in several clusters.',
  'term.imported':
    'A Service that was made here for a service that another cluster exports.',
  'term.clusterSet':
    'Clusters in which equal namespaces mean the same thing, such as production.',

  'word.strict': 'mTLS strict',
  'word.permissive': 'mTLS permissive',
  'word.off': 'mTLS off',
  'word.identity': 'identity',
  'word.trustDomain': 'trust domain',
  'term.strict':
    'Callers must prove who they are with a mesh certificate; plain text is refused.',
  'term.permissive':
    'Callers of the mesh are encrypted and identified, but plain text is accepted too.',
  'term.off':
    'These pods accept plain text: callers are neither encrypted nor identified by the mesh.',
  'term.unknown': 'What decides this could not be read.',
  'term.identity':
    'The name in the certificate of a workload (SPIFFE): what others see when it calls.',
  'term.trustDomain':
    'Certificates of one trust domain have one root; others trust them only if told to.',

  'word.controlPlane': 'control plane',
  'word.revision': 'revision',
  'word.tag': 'tag',
  'word.cni': 'CNI',
  'word.meshId': 'mesh id',
  'word.network': 'network of a mesh',
  'word.gateway': 'gateway',
  'term.controlPlane':
    'The part of a mesh that gives proxies their configuration and certificates.',
  'term.revision':
    'One installation of a control plane beside others, so that a new version can be tried.',
  'term.tag':
    'A name that points to a revision: namespaces use it, so they need not change with the version.',
  'term.cni':
    'What connects pods to the network of their node; the agent of a mesh leads their traffic into it.',
  'term.meshId': 'Clusters with one mesh id belong to one mesh.',
  'term.network':
    'Pods in one network reach each other directly; others go through a gateway.',
  'term.gateway': 'A proxy at the edge, where traffic enters or leaves a mesh.',
} as const;

/**
 * What a request changes, in which order, what it waits for in between, and what could not
 * be found out.
 */
export const preflightMessages = {
  'request.phase.waypoint': 'Make the waypoint',
  'request.phase.labels': 'Label the namespace',
  'request.phase.annotations': 'Annotate the namespace',
  'request.phase.waypoint-off': 'Send traffic past the waypoint',
  'request.phase.labels-off': 'Take the label off the namespace',
  'request.phase.annotations-off': 'Take the annotation off the namespace',
  'request.phase.waypoint-gone': 'Delete the waypoint',
  'request.phase.namespaces-global':
    'Let the namespace take part in other clusters',
  'request.phase.export': 'Offer the service to other clusters',
  'request.phase.drain': 'Keep callers of other clusters away',
  'request.phase.unexport': 'Offer the service no more',
  'request.waits.waypoint-programmed':
    'Goes on when the waypoint is programmed: until then its label would cut traffic off.',
  'request.waits.declared':
    'Goes on when the namespace is seen to ask for the mesh.',
  'request.waits.undeclared':
    'Goes on when the namespace is seen to ask for the mesh no more.',
  'request.waits.enrolled': 'Is done when all pods are in the mesh.',
  'request.waits.left': 'Is done when no pod is in the mesh any more.',
  'request.waits.waypoint-unused':
    'Goes on when no service is bound to the waypoint any more.',
  'request.waits.exported':
    'Is done when the service has arrived in the other clusters.',
  'request.waits.drained':
    'Goes on when the other clusters have no endpoints of the service any more.',
  'request.waits.unexported':
    'Is done when the service is gone from the other clusters.',
  'request.undo.namespace-onboard':
    'Taken back by off-boarding the namespace again.',
  'request.undo.namespace-onboard.restart':
    'Taken back by off-boarding the namespace again, which restarts its workloads once more.',
  'request.undo.namespace-offboard':
    'Taken back by onboarding the namespace anew.',
  'request.undo.service-export': 'Taken back by offering the service no more.',
  'request.undo.service-unexport': 'Taken back by offering the service again.',
  'preflight.read-forbidden':
    'The portal may not read {{object}} in {{cluster}}, so what would change is not known. Let its account read it.',
  'preflight.part-unreadable':
    '{{resource}} of {{cluster}} could not be read, so this could not be checked.',
  'preflight.calls-unknown':
    'No metrics store tells who calls what in {{cluster}}, so callers are not known.',
  'preflight.not-read': 'it was not read.',
} as const satisfies Readonly<Record<string, string>>;

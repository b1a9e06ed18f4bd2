/**
 * Why a cluster (`source.*`) or one kind of object in it (`part.*`) is not live. What
 * was read before stays on the page, and the page says since when; so these sentences
 * say what happened and what to do.
 */
export const sourceMessages = {
  'source.connecting': 'The cluster is being asked for the first time.',
  'source.hung':
    'The API server does not answer: nothing came within {{seconds}} s. The portal keeps trying.',
  'source.refused':
    'The API server refuses connections. The portal keeps trying.',
  'source.connection-failed':
    'The API server cannot be reached: the connection was lost, or could not be made{{detail}}. The portal keeps trying.',
  'source.certificate':
    'The certificate of the API server is not trusted{{detail}}. Check the certificate authority (caData) that the portal has for this cluster.',
  'source.failing':
    'The API server answers with HTTP {{httpStatus}}. The portal keeps trying.',
  'source.garbage':
    'What answers at the address of the API server does not speak the Kubernetes API. The portal keeps trying.',
  'source.token-refused':
    "The portal's token was refused by the API server (HTTP 401). Renew the credentials that the portal's Kubernetes plugin has for this cluster.",
  'source.portal':
    "The portal's Kubernetes plugin did not pass the request on{{detail}}. The portal keeps trying.",
  'source.unsupported-credentials':
    "The cluster is set up with each user's own credentials ({{provider}}), which the portal does not have in the background. Add the cluster with a service account, or with another credential that the server holds (aws, azure, googleServiceAccount).",
  'part.reading': 'The objects are being read for the first time.',
  'part.resuming': 'The portal is catching up with what changed meanwhile.',
  'part.expired':
    'The API server no longer knows what changed since the last state. The portal reads everything again.',
  'part.missing-rule':
    "The portal may not {{verb}} {{resource}}: the cluster's RBAC rules do not allow it. Add a rule for the verbs list and watch on {{resource}}.",
  'part.missing-discovery':
    'The portal may not ask which kinds the cluster serves ({{path}}). Bind its account to the ClusterRole system:discovery.',
  'part.not-served': 'The cluster does not know {{resource}}.',
  'part.failing':
    'Reading {{resource}} fails with HTTP {{httpStatus}}{{detail}}. The portal keeps trying.',
  'source.model-failed':
    'What was read of cluster {{cluster}} could not be put together, which is a fault of the portal. Shown is the last state; whoever runs the portal finds the cause in its log.',

  'part.garbage':
    'The answer for {{resource}} is not what an API server sends. The portal keeps trying.',
  'part.cut':
    'The stream of changes of {{resource}} broke off. The portal keeps trying.',
  'part.connection-lost':
    'The connection for {{resource}} was lost{{detail}}. The portal keeps trying.',
  'part.hung':
    'Nothing came for {{resource}} within {{seconds}} s. The portal keeps trying.',
  'part.too-large':
    'An answer for {{resource}} is larger than {{mebibytes}} MiB and was not read. The portal keeps trying.',
  'part.unreadable-objects_one':
    '1 of the {{plural}} could not be read and is left out.',
  'part.unreadable-objects_other':
    '{{count}} of the {{plural}} could not be read and are left out.',
} as const satisfies Readonly<Record<string, string>>;

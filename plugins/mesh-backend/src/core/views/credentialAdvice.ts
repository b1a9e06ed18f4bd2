import { text, type SetupCluster } from '@meshport/plugin-mesh-common';

/** By provider whose credentials are the user's: one that the server holds, instead. */
const INSTEAD: Readonly<Record<string, readonly string[]>> = {
  oidc: [
    'authProvider: serviceAccount',
    'serviceAccountToken: ${KUBERNETES_TOKEN}',
  ],
  google: ['authProvider: googleServiceAccount'],
  aks: ['authProvider: azure'],
};

/** The entry to add beside the one with the users' credentials. */
function configuration(cluster: string, settings: readonly string[]): string {
  return [
    'kubernetes:',
    '  clusterLocatorMethods:',
    '    - type: config',
    '      clusters:',
    `        - name: ${JSON.stringify(`${cluster}-portal`)}`,
    '          url: ${KUBERNETES_URL}',
    '          caData: ${KUBERNETES_CA}',
    ...settings.map(line => `          ${line}`),
    '',
  ].join('\n');
}

/**
 * What to add so that a cluster can be watched whose credentials are those of each user;
 * undefined for credentials that the server holds.
 */
export function credentialAdvice(
  cluster: string,
  credentials: string,
): SetupCluster['advice'] {
  const settings = INSTEAD[credentials];
  return (
    settings && {
      text: text(`advice.${credentials}`),
      configuration: configuration(cluster, settings),
    }
  );
}

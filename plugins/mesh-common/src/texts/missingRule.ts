import type { Text } from '../model/text';

const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;

function subjectLines(user: string): string[] {
  const account = SERVICE_ACCOUNT.exec(user);
  if (account) {
    return [
      '  - kind: ServiceAccount',
      `    name: ${JSON.stringify(account[2])}`,
      `    namespace: ${JSON.stringify(account[1])}`,
    ];
  }
  return [
    '  - kind: User',
    `    name: ${JSON.stringify(user)}`,
    '    apiGroup: rbac.authorization.k8s.io',
  ];
}

function bindingLines(name: string, role: string, user: string): string[] {
  return [
    'apiVersion: rbac.authorization.k8s.io/v1',
    'kind: ClusterRoleBinding',
    'metadata:',
    `  name: ${name}`,
    'roleRef:',
    '  apiGroup: rbac.authorization.k8s.io',
    '  kind: ClusterRole',
    `  name: ${role}`,
    'subjects:',
    ...subjectLines(user),
  ];
}

function ruleLines(role: string, group: string, plural: string): string[] {
  return [
    'apiVersion: rbac.authorization.k8s.io/v1',
    'kind: ClusterRole',
    'metadata:',
    `  name: ${role}`,
    'rules:',
    `  - apiGroups: ["${group}"]`,
    `    resources: ["${plural}"]`,
    '    verbs: ["list", "watch"]',
  ];
}

/**
 * The YAML that lets the portal read what it was refused, for `kubectl apply -f -`:
 * a ClusterRole and, where the API server named the portal's account, its binding.
 * Undefined for sentences that are not about a missing RBAC rule
 * (`part.missing-rule`, `part.missing-discovery`).
 */
export function missingRuleManifest({ id, params }: Text): string | undefined {
  const user = String(params.user ?? '');
  if (id === 'part.missing-rule') {
    const plural = String(params.plural);
    const role = `meshport-read-${String(params.resource)}`;
    const rule = ruleLines(role, String(params.group), plural);
    const binding = user ? ['---', ...bindingLines(role, role, user)] : [];
    return `${[...rule, ...binding].join('\n')}\n`;
  }
  if (id === 'part.missing-discovery' && user) {
    const role = 'system:discovery';
    const binding = bindingLines('meshport-discovery', role, user);
    return `${binding.join('\n')}\n`;
  }
  return undefined;
}

import { missingRuleManifest } from './missingRule';
import { text } from './renderText';

const rule = (
  user: string,
  resource = 'peerauthentications.security.istio.io',
) => {
  const [plural, ...group] = resource.split('.');
  const params = {
    verb: 'list',
    resource,
    plural,
    group: group.join('.'),
    user,
  };
  return text('part.missing-rule', params);
};

describe('missingRuleManifest', () => {
  it('gives the rule and its binding to a ServiceAccount', () => {
    expect(missingRuleManifest(rule('system:serviceaccount:portal:backstage')))
      .toBe(`apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: meshport-read-peerauthentications.security.istio.io
rules:
  - apiGroups: ["security.istio.io"]
    resources: ["peerauthentications"]
    verbs: ["list", "watch"]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: meshport-read-peerauthentications.security.istio.io
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: meshport-read-peerauthentications.security.istio.io
subjects:
  - kind: ServiceAccount
    name: "backstage"
    namespace: "portal"
`);
  });

  it('names an account that YAML would read as something else', () => {
    expect(
      missingRuleManifest(rule('system:serviceaccount:123:null')),
    ).toContain('    name: "null"\n    namespace: "123"\n');
  });

  it('names a user, and the core group, as RBAC does', () => {
    const manifest = missingRuleManifest(rule('jane "j" doe', 'pods'));
    expect(manifest).toContain('apiGroups: [""]');
    expect(manifest).toContain('kind: User\n    name: "jane \\"j\\" doe"');
  });

  it('gives the rule alone where the account is not known', () => {
    expect(missingRuleManifest(rule(''))).not.toContain('ClusterRoleBinding');
  });

  it('binds the role of Kubernetes that allows discovery', () => {
    const params = { path: '/apis', user: 'portal' };
    const manifest = missingRuleManifest(
      text('part.missing-discovery', params),
    );
    expect(manifest).toContain('  name: meshport-discovery\n');
    expect(manifest).toContain('  kind: ClusterRole\n  name: system:discovery');
  });

  it.each([
    text('source.refused'),
    text('part.missing-discovery', { path: '/apis', user: '' }),
  ])('has nothing to offer for $message', reason => {
    expect(missingRuleManifest(reason)).toBeUndefined();
  });
});

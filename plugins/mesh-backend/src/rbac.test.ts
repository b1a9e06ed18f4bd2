import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sharedKinds, type WatchedKind } from '@meshport/plugin-mesh-node';
import { parseAllDocuments, stringify } from 'yaml';
import { namespaceKinds, writerKinds } from './core/checks/engine/readKinds';
import { builtInMeshes as meshes } from './core/meshes';
import { networkKinds } from './core/networks';

const FILE = join(__dirname, '..', '..', '..', 'docs', 'rbac.yaml');
const ROLE = 'meshport-observer';

const HEADER = `# What the portal's service account may read in every cluster, and nothing else.
# Generated from the kinds that are watched, and those that are listed when somebody asks for a change: \`yarn workspace @meshport/plugin-mesh-backend rbac\`.
`;

/** One rule per API group, groups and resources in order. */
function rulesFor(kinds: readonly WatchedKind[], verbs: readonly string[]) {
  const byGroup = new Map<string, Set<string>>();
  for (const kind of kinds) {
    const plurals = byGroup.get(kind.group) ?? new Set();
    byGroup.set(kind.group, plurals.add(kind.plural));
  }
  return [...byGroup].sort().map(([group, plurals]) => ({
    apiGroups: [group],
    resources: [...plurals].sort(),
    verbs: [...verbs],
  }));
}

function rules() {
  const watched = [
    ...sharedKinds,
    ...networkKinds,
    ...meshes.flatMap(mesh => mesh.kinds),
  ];
  return [
    ...rulesFor(watched, ['list', 'watch']),
    ...rulesFor([...namespaceKinds, ...writerKinds], ['list']),
  ];
}

function expectedFile(): string {
  const role = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: ROLE },
    rules: rules(),
  };
  const account = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'meshport', namespace: 'meshport' },
  };
  const binding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: ROLE },
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: ROLE,
    },
    subjects: [
      { kind: 'ServiceAccount', name: 'meshport', namespace: 'meshport' },
    ],
  };
  const namespace = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'meshport' },
  };
  const documents = [namespace, account, role, binding];
  const texts = documents.map(document =>
    stringify(document, { singleQuote: true }),
  );
  return HEADER + texts.join('---\n');
}

describe('docs/rbac.yaml', () => {
  it('names exactly the kinds that are read', async () => {
    if (process.env.UPDATE_RBAC === 'true') {
      await writeFile(FILE, expectedFile());
    }
    expect(await readFile(FILE, 'utf8')).toBe(expectedFile());
  });

  it('asks for nothing but reading, and never for secrets', async () => {
    const documents = parseAllDocuments(await readFile(FILE, 'utf8'));
    const [role] = documents
      .map(document => document.toJS())
      .filter(({ kind }) => kind === 'ClusterRole');
    for (const { verbs, resources } of role.rules) {
      expect(['list', 'watch']).toEqual(expect.arrayContaining(verbs));
      expect(resources).not.toContain('secrets');
      expect(resources).not.toContain('*');
    }
  });
});

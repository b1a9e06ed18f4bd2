import { mockServices } from '@backstage/backend-test-utils';
import type { ObjectRef } from '@meshport/plugin-mesh-common';
import {
  editAll,
  type FileChange,
  type WrittenChange,
} from '../../../../plugins/mesh-backend/src/core/requests/edit';
import { systemClock } from '../../../../plugins/mesh-backend/src/io/clock';
import type {
  Snapshot,
  SourceControl,
} from '../../../../plugins/mesh-backend/src/io/scm/SourceControl';
import { sourceControlFor } from '../../../../plugins/mesh-backend/src/io/scm/sourceControlFor';
import { LabForge } from './LabForge';

jest.setTimeout(60_000);

const NAMESPACE = 'clusters/apps/wiki/namespace.yaml';
const RELEASE = 'clusters/infra/storage/minio.yaml';

const ambient: WrittenChange = {
  object: {
    cluster: 'apps',
    apiVersion: 'v1',
    kind: 'Namespace',
    name: 'wiki',
  },
  writer: {
    kind: 'flux-kustomization',
    name: 'wiki',
    namespace: 'flux-system',
  },
  operation: 'patch',
  fields: [
    {
      path: ['metadata', 'labels', 'istio.io/dataplane-mode'],
      value: 'ambient',
    },
  ],
};

const minio: ObjectRef = {
  cluster: 'infra',
  apiVersion: 'v1',
  kind: 'Service',
  namespace: 'storage',
  name: 'minio',
};

/** Reads what the edit wants to know, until it knows enough. */
async function filesOf(
  { paths, read }: Snapshot,
  directory: string,
  change: WrittenChange,
): Promise<readonly FileChange[]> {
  const contents = new Map<string, string>();
  for (;;) {
    const edit = editAll({ paths, contents }, directory, [change]);
    if (edit.kind === 'edited') return edit.files;
    if (edit.kind !== 'wants') throw new Error(JSON.stringify(edit));
    for (const [path, text] of await read(edit.paths)) contents.set(path, text);
  }
}

describe('a change of a repository as a company writes it', () => {
  let forge: LabForge;
  let control: SourceControl;
  beforeAll(async () => {
    forge = await LabForge.start();
    const { integrations } = forge;
    control = sourceControlFor({
      config: mockServices.rootConfig({ data: { integrations } }),
      clock: systemClock,
      url: forge.url,
    });
  });
  afterAll(() => forge?.stop());

  async function textOf(path: string): Promise<string> {
    const text = (await (await control.snapshot())?.read([path]))?.get(path);
    if (text === undefined) throw new Error(`There is no ${path}`);
    return text;
  }

  /** Proposed on what was there before somebody else committed something, and merged. */
  async function merged(directory: string, change: WrittenChange) {
    const snapshot = await control.snapshot();
    if (!snapshot) throw new Error('There is no base branch');
    const files = await filesOf(snapshot, directory, change);
    const branch = `meshport/${change.object.name}`;
    const { commit: parent } = snapshot;
    await control.commit({ branch, parent, message: 'm', files });
    const proposal = { title: 'Change', body: '' };
    const { id, head } = await control.openChange(branch, proposal);
    await forge.push({ path: `${directory}/unrelated.md`, content: branch });
    expect((await control.mergeChange(id, head)).kind).toBe('merged');
    return files.map(({ path }) => path);
  }

  it('adds lines to a commented namespace, and touches no other byte', async () => {
    const before = await textOf(NAMESPACE);
    expect(before).toContain('#');
    expect(await merged('clusters/apps', ambient)).toEqual([NAMESPACE]);
    expect(await textOf(NAMESPACE)).toBe(
      `${before}    istio.io/dataplane-mode: ambient\n`,
    );
    expect(await textOf('clusters/apps/unrelated.md')).toBe('meshport/wiki');
  });

  it('lets a release patch the service that it makes', async () => {
    const before = await textOf(RELEASE);
    const change: WrittenChange = {
      object: minio,
      writer: {
        kind: 'flux-helm-release',
        name: 'minio',
        namespace: 'storage',
      },
      operation: 'patch',
      fields: [
        {
          path: ['metadata', 'labels', 'mirror.linkerd.io/exported'],
          value: 'true',
        },
      ],
    };
    expect(await merged('clusters/infra', change)).toEqual([RELEASE]);
    const after = await textOf(RELEASE);
    expect(after.startsWith(before)).toBe(true);
    expect(after.slice(before.length)).toBe(`  postRenderers:
    - kustomize:
        patches:
          - target:
              kind: Service
              name: minio
            patch: |
              apiVersion: v1
              kind: Service
              metadata:
                name: minio
                labels:
                  mirror.linkerd.io/exported: "true"
`);
  });
});

import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { parseAllDocuments } from 'yaml';
import { findTool } from '../../../scripts/tools/findTool.ts';
import type { DraftObject } from '../src/apiserver/KubeObject.ts';
import { buildDirectory } from '../src/flux/build/buildDirectory.ts';
import { readFleet } from '../src/world/fleetFiles.ts';

const root = join(import.meta.dirname, '..');
const files = new Map(Object.entries(readFleet(join(root, 'world'))));
const directories = [...files.keys()]
  .filter(path => path.endsWith('/kustomization.yaml'))
  .map(path => path.slice(0, path.lastIndexOf('/')));

const idOf = ({ kind, metadata }: DraftObject) =>
  `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;

const sorted = (objects: readonly DraftObject[]) =>
  [...objects].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));

/** kustomize itself, as kubectl has it: what it builds of our repository is what the simulated Flux builds. */
describe('kubectl kustomize', () => {
  let kubectl: string;
  let copy: string;

  beforeAll(async () => {
    kubectl = (await findTool('kubectl')).path;
    copy = mkdtempSync(join(tmpdir(), 'fleet-'));
    cpSync(join(root, 'fleet'), copy, { recursive: true });
  });
  afterAll(() => rmSync(copy, { recursive: true }));

  it.each(directories)('builds the same of %s', directory => {
    const text = execFileSync(kubectl, ['kustomize', join(copy, directory)], {
      encoding: 'utf8',
    });
    const built = parseAllDocuments(text).map(d => d.toJS() as DraftObject);
    expect(sorted(buildDirectory(files, directory))).toEqual(sorted(built));
  });
});

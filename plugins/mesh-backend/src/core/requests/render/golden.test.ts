import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  objectKey,
  requestFormSchema,
  type ExactChange,
  type ObjectRef,
  type PlannedPhase,
} from '@meshport/plugin-mesh-common';
import { type KubeObject } from '@meshport/plugin-mesh-node/testing';
import { parseAllDocuments, stringify } from 'yaml';
import { aClusterSnapshot } from '../../../testing/requestWorlds';
import { plan } from '../plan';
import { renderForm } from './index';

const GOLDEN = resolvePackagePath(
  '@meshport/plugin-mesh-backend',
  'src/core/requests/render/testing/golden',
);

function refOf(
  cluster: string,
  { apiVersion, kind, metadata }: KubeObject,
): ObjectRef {
  const { name, namespace } = metadata;
  return { cluster, apiVersion, kind, namespace, name };
}

function named({ cluster, apiVersion, kind, namespace, name }: ObjectRef) {
  const path = [...(namespace ? [namespace] : []), name].join('/');
  return `${cluster} ${apiVersion} ${kind} ${path}`;
}

/** As it stands in the expected files. */
function told({ object, operation, fields, diff }: ExactChange) {
  const set = fields.filter(
    ({ value }) => value !== undefined || operation === 'restart',
  );
  const removed = fields.filter(one => !set.includes(one));
  return {
    [operation]: named(object),
    ...(set.length > 0
      ? {
          set: Object.fromEntries(
            set.map(({ path, value = '(time of the restart)' }) => [
              path.join(' '),
              value,
            ]),
          ),
        }
      : {}),
    ...(removed.length > 0
      ? { remove: removed.map(({ path }) => path.join(' ')) }
      : {}),
    diff,
  };
}

function toldPhase({ id, approval, waitFor, changes }: PlannedPhase) {
  return {
    ...{ id, approval, waitFor: waitFor?.code ?? 'none' },
    changes: changes.map(told),
  };
}

function casesOf(name: string) {
  const [form, world] = parseAllDocuments(
    readFileSync(join(GOLDEN, name, 'case.yaml'), 'utf8'),
  ).map(document => document.toJS());
  const clusters = Object.entries(world as Record<string, KubeObject[]>);
  const live = new Map(
    clusters.flatMap(([cluster, objects]) =>
      objects.map(one => [objectKey(refOf(cluster, one)), one] as const),
    ),
  );
  return {
    form: requestFormSchema.parse(form),
    live,
    snapshots: new Map(
      clusters.map(([cluster, objects]) => [
        cluster,
        aClusterSnapshot(cluster, objects),
      ]),
    ),
  };
}

describe('the changes of a request, byte by byte', () => {
  it.each(readdirSync(GOLDEN))('%s', name => {
    const { form, live, snapshots } = casesOf(name);
    const phases = plan(renderForm(form, snapshots), {
      live: ref => live.get(objectKey(ref)),
      writerOf: () => ({ kind: 'unknown' }),
    });
    const actual = stringify(phases.map(toldPhase), {
      lineWidth: 0,
      singleQuote: true,
    });
    expect(actual).toBe(
      readFileSync(join(GOLDEN, name, 'phases.yaml'), 'utf8'),
    );
  });
});

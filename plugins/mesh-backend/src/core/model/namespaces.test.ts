import {
  aNamespace,
  aSnapshot,
  type KubeObject,
} from '@meshport/plugin-mesh-node/testing';
import { type AdaptedMesh, namespacesOf } from './namespaces';

const KEY = 'example.test/owner';

function namespaces(
  objects: readonly KubeObject[],
  adapted: readonly AdaptedMesh[] = [],
) {
  return namespacesOf(aSnapshot(objects), adapted, {
    isIgnored: name => name.startsWith('kube-'),
    ownerKey: KEY,
  });
}

describe('namespacesOf', () => {
  it('has all of them in order, ignored ones too', () => {
    const objects = ['shop', 'kube-system', 'pay'].map(name =>
      aNamespace({ name }),
    );
    expect(
      namespaces(objects).map(({ name, ignored }) => [name, ignored]),
    ).toEqual([
      ['kube-system', true],
      ['pay', false],
      ['shop', false],
    ]);
  });

  it.each<[string, Parameters<typeof aNamespace>[0], string | undefined]>([
    ['an annotation', { annotations: { [KEY]: 'team-a' } }, 'team-a'],
    ['a label', { labels: { [KEY]: 'team-b' } }, 'team-b'],
    [
      'an annotation before a label',
      { annotations: { [KEY]: 'team-a' }, labels: { [KEY]: 'team-b' } },
      'team-a',
    ],
    ['an empty value', { annotations: { [KEY]: '' } }, undefined],
    ['another key', { annotations: { owner: 'team-a' } }, undefined],
  ])('reads the owner from %s', (_, options, owner) => {
    const [namespace] = namespaces([aNamespace(options)]);
    expect(namespace?.owner).toBe(owner);
  });

  it('says which are going away', () => {
    const [going] = namespaces([
      aNamespace({ deletedAt: '2026-01-02T00:00:00Z' }),
    ]);
    const [staying] = namespaces([aNamespace()]);
    expect([going?.terminating, staying?.terminating]).toEqual([true, false]);
  });

  it('says what each asks for, of every mesh', () => {
    const fragment = (...asked: { namespace: string; mode: string }[]) => ({
      workloads: [],
      namespaces: asked,
    });
    const adapted = [
      {
        mesh: 'istio',
        fragment: fragment(
          { namespace: 'shop', mode: 'ambient' },
          { namespace: 'pay', mode: 'sidecar' },
        ),
      },
      {
        mesh: 'cilium',
        fragment: fragment({ namespace: 'shop', mode: 'ambient' }),
      },
      { mesh: 'silent', fragment: { workloads: [] } },
    ];
    const objects = [aNamespace({ name: 'pay' }), aNamespace()];
    expect(
      namespaces(objects, adapted).map(({ name, asksFor }) => [name, asksFor]),
    ).toEqual([
      ['pay', [{ mesh: 'istio', mode: 'sidecar' }]],
      [
        'shop',
        [
          { mesh: 'istio', mode: 'ambient' },
          { mesh: 'cilium', mode: 'ambient' },
        ],
      ],
    ]);
  });

  it('says who writes each', () => {
    const objects = [
      aNamespace({
        labels: {
          'kustomize.toolkit.fluxcd.io/name': 'apps',
          'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
        },
      }),
    ];
    expect(namespaces(objects)[0]?.writer.kind).toBe('flux-kustomization');
  });
});

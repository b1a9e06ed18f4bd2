import type { KubernetesObject } from './liveObject';
import { plan } from './plan';
import {
  creationOf,
  deletionOf,
  namespaceRef,
  patchOf,
  phaseOf,
} from './render/changes';
import type { RenderedChange } from './render/Rendered';

const SHOP = namespaceRef('west', 'shop');

function anObject(metadata: KubernetesObject = {}): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'shop', uid: 'u', resourceVersion: '7', ...metadata },
  };
}

function planned(
  changes: readonly RenderedChange[],
  live: KubernetesObject | undefined,
) {
  const phase = { ...phaseOf('labels', 'labels'), changes };
  return plan([phase], {
    live: () => live,
    writerOf: () => ({ kind: 'person', name: 'kubectl' }),
  });
}

const TEAM = patchOf(SHOP, 'labels', { team: 'a' });

describe('a plan', () => {
  it('names what it replaces, the object, and who writes it', () => {
    const [phase] = planned([TEAM], anObject({ labels: { team: 'b' } }));
    expect(phase?.changes).toMatchObject([
      {
        operation: 'patch',
        uid: 'u',
        writer: { kind: 'person', name: 'kubectl' },
        fields: [
          { path: ['metadata', 'labels', 'team'], value: 'a', was: 'b' },
        ],
      },
    ]);
  });

  it.each<[string, RenderedChange, KubernetesObject | undefined]>([
    ['is set', TEAM, anObject({ labels: { team: 'a', tier: '1' } })],
    ['is gone', patchOf(SHOP, 'labels', { team: undefined }), anObject()],
    ['is deleted', deletionOf(SHOP), undefined],
  ])(
    'leaves out what %s already, and phases without changes',
    (_, change, live) => {
      expect(planned([change], live)).toEqual([]);
    },
  );

  it('changes what is to be made and is there', () => {
    const spec = { ports: [{ port: 80 }] };
    const creation = creationOf(SHOP, { labels: { team: 'a' }, spec });
    const live = { ...anObject(), spec };
    const [made] = planned([creation], undefined);
    expect(made?.changes[0]?.operation).toBe('create');
    const [changed] = planned([creation], live);
    expect(changed?.changes).toMatchObject([
      { operation: 'patch', fields: [{ value: 'a' }] },
    ]);
  });

  it('plans a later change against what an earlier one leaves', () => {
    const [phase] = planned(
      [TEAM, patchOf(SHOP, 'labels', { team: undefined })],
      anObject(),
    );
    expect(phase?.changes[1]?.fields).toEqual([
      { path: ['metadata', 'labels', 'team'], was: 'a' },
    ]);
  });
});

describe('what is shown of a change', () => {
  const SECRET = 'do-not-show';

  function shownOf(change: RenderedChange, live: KubernetesObject): string {
    const [phase] = planned([change], live);
    const { before = '', after = '', diff = '' } = phase?.changes[0] ?? {};
    return [before, after, diff].join('\n');
  }

  it.each<[string, RenderedChange, KubernetesObject]>([
    ['annotations', TEAM, anObject({ annotations: { note: SECRET } })],
    [
      'other annotations',
      patchOf(SHOP, 'annotations', { mine: 'x' }),
      anObject({ annotations: { note: SECRET } }),
    ],
    ['fields', TEAM, { ...anObject(), data: { password: SECRET } }],
    [
      'annotations of what is deleted',
      deletionOf(SHOP),
      anObject({ annotations: { note: SECRET } }),
    ],
  ])('is nothing of %s that it leaves alone', (_, change, live) => {
    const shown = shownOf(change, live);
    expect(shown).toContain('name: shop');
    expect(shown).not.toContain(SECRET);
  });

  it('keeps what looks like YAML in a value a value', () => {
    const change = patchOf(SHOP, 'annotations', { mine: 'a: b\n- c' });
    expect(shownOf(change, anObject())).toContain('mine: |-');
  });
});

import type { Entity } from '@backstage/catalog-model';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { signalApiRef } from '@backstage/plugin-signals-react';
import {
  MESH_SIGNAL_CHANNEL,
  MeshApiError,
  text,
  type EntityMesh,
} from '@meshport/plugin-mesh-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { SWRConfig } from 'swr';
import { entityAnswer } from '../../../dev/recordedAnswers';
import { createRecordedMeshClient } from '../../../dev/RecordedMeshClient';
import { meshApiRef } from '../../api/meshApiRef';
import {
  aCluster,
  aMembership,
  anEntityAnswer,
  anInstance,
  aPosture,
  aReason,
  aService,
  aText,
} from '../../testing/answers';
import { FakeSignals } from '../../testing/FakeSignals';
import { MeshStatusCard } from './MeshStatusCard';

const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'basket', namespace: 'default' },
};

function renderCard(getEntity: () => Promise<EntityMesh>) {
  const signals = new FakeSignals();
  const current = { getEntity };
  renderInTestApp(
    <SWRConfig value={{ provider: () => new Map(), dedupingInterval: 0 }}>
      <EntityProvider entity={entity}>
        <MeshStatusCard />
      </EntityProvider>
    </SWRConfig>,
    {
      apis: [
        [
          meshApiRef,
          createRecordedMeshClient({ getEntity: () => current.getEntity() }),
        ],
        [signalApiRef, signals],
      ],
    },
  );
  let version = 0;
  return {
    /** The server's answer changes, and it says so. */
    change: (next: () => Promise<EntityMesh>) =>
      act(async () => {
        current.getEntity = next;
        version += 1;
        signals.send(MESH_SIGNAL_CHANNEL, { changed: 'models', version });
      }),
  };
}

function inCluster(
  cluster: string,
  enrolled: number,
  total: number,
  reasons = enrolled < total ? [aReason()] : [],
) {
  return anInstance({
    cluster,
    membership: [
      aMembership({
        state: enrolled < total ? 'pending-restart' : 'enrolled',
        pods: { enrolled, total },
        reasons,
        verify: [
          {
            text: aText('The pods of the service.'),
            command: `kubectl --context ${cluster} -n shop get pods`,
          },
        ],
      }),
    ],
  });
}

function answerWith(instances: EntityMesh['services'][0]['instances']) {
  return anEntityAnswer({ services: [aService({ instances })] });
}

const clusterOrder = () =>
  within(screen.getByRole('region', { name: 'Production' }))
    .getAllByRole('listitem')
    .map(item => item.textContent?.match(/^(north|south)/)?.[0]);

describe('the six states', () => {
  it('loading', async () => {
    renderCard(() => new Promise(() => {}));
    expect(
      await screen.findByText('Loading the mesh state'),
    ).toBeInTheDocument();
    expect(screen.getByRole('heading', { name: 'Mesh' })).toBeInTheDocument();
  });

  it('error: what happened, what still holds, what to do; and it can be tried again', async () => {
    const { change } = renderCard(async () => {
      throw new MeshApiError(503, 'The mesh plugin answered 503.');
    });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The mesh plugin answered 503.');
    expect(alert).toHaveTextContent('Nothing in your clusters is affected');
    expect(alert).toHaveTextContent('asked for again every 10 seconds');
    await change(async () => entityAnswer('healthy'));
    await userEvent.click(
      within(alert).getByRole('button', { name: 'Try again' }),
    );
    expect(
      await screen.findByText('In the mesh in North and South'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('empty: what was looked for, where, and which annotation to add', async () => {
    renderCard(async () => entityAnswer('empty'));
    expect(
      await screen.findByText('No service found for this entity'),
    ).toBeInTheDocument();
    expect(screen.getByText(/^Looked in/)).toHaveTextContent(
      'Looked in North, South, Rehearsal for services and workloads',
    );
    expect(screen.getByText(/meshport\.io\/services:/)).toBeInTheDocument();
  });

  it('empty, where the entity names its service already', async () => {
    renderCard(async () =>
      anEntityAnswer({
        services: [],
        lookedFor: text('lookedFor.services', {
          clusters: 'north',
          services: 'shop/basket',
        }),
      }),
    );
    expect(
      await screen.findByText(/once a service of this name exists/),
    ).toBeInTheDocument();
    expect(screen.queryByText(/^Name the service/)).toBeNull();
    expect(
      screen.getByText(/meshport.io\/services: shop\/basket/),
    ).toBeVisible();
  });

  it('empty, but not everything could be read', async () => {
    renderCard(async () => entityAnswer('syncing'));
    expect(
      await screen.findByText(/so it may still be there/),
    ).toBeInTheDocument();
  });

  it('unknown and stale: the last known state, since when, and why', async () => {
    renderCard(async () => entityAnswer('stale'));
    expect(await screen.findByText(/2 of 3 clusters live/)).toBeInTheDocument();
    expect(
      screen.getByText('In the mesh in North and South, not current for South'),
    ).toBeInTheDocument();
    expect(screen.getByText(/last known/)).toHaveTextContent(
      'last known, 12 minutes ago',
    );
    expect(
      screen
        .getAllByRole('listitem')
        .find(item => item.textContent?.includes('nothing came within 4 s')),
    ).toHaveTextContent(/^South: The API server.*read 12 minutes ago/);
    const [, rule] = screen.getAllByRole('button', {
      name: 'The rule that is missing',
    });
    await userEvent.click(rule);
    expect(screen.getByText(/kind: ClusterRole /)).toHaveTextContent(
      'peerauthentications',
    );
  });

  it('stale as a whole: one cluster, and it does not answer', async () => {
    renderCard(async () =>
      anEntityAnswer({
        clusters: [aCluster('north', { status: 'unreachable' })],
        sources: [
          {
            cluster: 'north',
            part: 'objects',
            status: 'unreachable',
            observedAt: '2026-11-14T07:48:00Z',
          },
        ],
      }),
    );
    expect(await screen.findByText(/0 of 1 cluster live/)).toBeInTheDocument();
    expect(
      screen.getByText('In the mesh in north, when last read'),
    ).toBeInTheDocument();
  });

  it('healthy', async () => {
    renderCard(async () => entityAnswer('healthy'));
    expect(
      await screen.findByText('In the mesh in North and South'),
    ).toBeInTheDocument();
    expect(screen.getByText(/live, checked/)).toBeInTheDocument();
    expect(screen.getAllByText('mTLS strict').length).toBeGreaterThan(0);
    expect(
      screen.queryByRole('button', { name: 'Show how' }),
    ).not.toBeInTheDocument();
  });

  it('failing: the worst line first, one sentence and its fix', async () => {
    renderCard(async () => entityAnswer('failing'));
    const production = await screen.findByRole('region', {
      name: 'Production',
    });
    expect(
      within(production).getByText('In the mesh in North, partly in South'),
    ).toBeInTheDocument();
    expect(
      within(production).getByText('mTLS off for 2 pods'),
    ).toBeInTheDocument();
    const [worst] = within(production).getAllByRole('listitem');
    expect(worst).toHaveTextContent(
      /^South.*restart needed.*Istio sidecar 1\.31\.1.*1\/3 pods.*mTLS off/,
    );
    expect(document.body).toHaveTextContent(
      'South: 2 pods started 6 days ago, before injection was switched on (3 days ago). Restart Deployment basket to enrol them.',
    );
  });
});

it.each([403, 404])(
  'says by name which permission is missing (%i)',
  async status => {
    renderCard(async () => {
      throw new MeshApiError(
        status,
        'It takes the permission mesh.service.read.',
      );
    });
    expect(
      await screen.findByText('Nothing here that you may see'),
    ).toBeVisible();
    expect(screen.getByRole('alert')).toHaveTextContent('mesh.service.read');
  },
);

it('counts what the viewer may not see, and says what it takes', async () => {
  renderCard(async () => anEntityAnswer({ hidden: 2 }));
  expect(
    await screen.findByText(/2 more services match that you may not see/),
  ).toHaveTextContent('mesh.service.read');
});

it.each([
  [
    [1],
    'basket is in 1 more cluster where you may not see it. It takes the permission mesh.service.read.',
  ],
  [[3], 'basket is in 3 more clusters where you may not see it.'],
  [[undefined, 2], 'prices is in 2 more clusters where you may not see it.'],
  [
    [1, 2],
    '2 of these services are in more clusters where you may not see them. It takes the permission mesh.service.read.',
  ],
])(
  'says that a service is in clusters where the viewer may not see it: %j',
  async (hidden, sentence) => {
    const names = ['basket', 'prices'];
    renderCard(async () =>
      anEntityAnswer({
        services: hidden.map((hiddenInstances, index) =>
          aService({ name: names[index], hiddenInstances }),
        ),
      }),
    );
    expect(await screen.findByText(/where you may not see/)).toHaveTextContent(
      sentence,
    );
  },
);

describe('a system', () => {
  const parts = (count: number) => text('lookedFor.parts', { count });

  it('says that it has what its parts have', async () => {
    renderCard(async () =>
      anEntityAnswer({ matchedBy: 'parts', lookedFor: parts(2) }),
    );
    expect(
      await screen.findByText('A system has what its 2 parts have.'),
    ).toBeInTheDocument();
  });

  it.each([
    [0, 'No component, resource or API in the catalog is part of this system.'],
    [2, 'A system has what its 2 parts have.'],
  ])(
    'with nothing in its %i parts says where to name a service',
    async (count, sentence) => {
      renderCard(async () =>
        anEntityAnswer({
          matchedBy: 'parts',
          lookedFor: parts(count),
          services: [],
        }),
      );
      expect(await screen.findByText(sentence)).toBeInTheDocument();
      expect(
        screen.getByText(/^Name the service in one of the parts/),
      ).toBeInTheDocument();
    },
  );
});

it('explains an mTLS that is unknown, with the rule to add', async () => {
  const unreadable = aReason({
    code: 'input-unreadable',
    text: aText('The portal may not list policies.'),
    fix: { text: aText('Let it.'), manifest: 'kind: ClusterRole' },
  });
  renderCard(async () =>
    answerWith([
      anInstance({
        posture: aPosture({ inbound: 'unknown', reasons: [unreadable] }),
      }),
    ]),
  );
  await userEvent.click(
    await screen.findByRole('button', { name: 'Show how: north, enrolled' }),
  );
  const dialog = await screen.findByRole('dialog', { name: 'north: enrolled' });
  expect(dialog).toHaveTextContent('The portal may not list policies.');
  expect(within(dialog).getByText('kind: ClusterRole')).toBeVisible();
});

it('folds the enrolled clusters of many, and unfolds them', async () => {
  renderCard(async () => entityAnswer('many-clusters'));
  const production = await screen.findByRole('region', { name: 'Production' });
  expect(within(production).getAllByRole('listitem')).toHaveLength(2);
  await userEvent.click(
    screen.getByRole('button', { name: 'and 12 enrolled' }),
  );
  expect(within(production).getAllByRole('listitem')).toHaveLength(14);
});

it('tells services apart where the entity has several', async () => {
  renderCard(async () =>
    anEntityAnswer({
      services: [aService({ name: 'basket' }), aService({ name: 'prices' })],
    }),
  );
  expect(await screen.findByText('prices')).toBeInTheDocument();
  expect(screen.getAllByText('shop, north')).toHaveLength(2);
});

it('shows each workload of one name and different kinds, with its kind', async () => {
  const report = (kind: string, enrolled: number) => ({
    set: 'production',
    ref: {
      cluster: 'north',
      apiVersion: kind === 'CronJob' ? 'batch/v1' : 'apps/v1',
      kind,
      namespace: 'shop',
      name: 'report',
    },
    membership: [aMembership({ pods: { enrolled, total: 2 } })],
    posture: aPosture(),
  });
  renderCard(async () =>
    anEntityAnswer({
      services: [],
      workloads: [report('Deployment', 2), report('CronJob', 1)],
    }),
  );
  const production = await screen.findByRole('region', { name: 'Production' });
  const lines = within(production)
    .getAllByRole('listitem')
    .map(item => item.textContent);
  expect(lines).toEqual([
    expect.stringMatching(/^report .*CronJob.*1\/2 pods/),
    expect.stringMatching(/^report .*Deployment.*2\/2 pods/),
  ]);
});

describe('Show how', () => {
  const restart =
    'kubectl --context south -n shop rollout restart deploy/basket';

  it('is reached, read and left by keyboard', async () => {
    renderCard(async () => answerWith([inCluster('south', 1, 3)]));
    const button = await screen.findByRole('button', { name: 'Show how' });
    button.focus();
    await userEvent.keyboard('{Enter}');
    const dialog = await screen.findByRole('dialog', {
      name: 'south: restart needed',
    });
    expect(within(dialog).getByText(restart)).toBeVisible();
    expect(
      within(dialog).getByText('kubectl --context south -n shop get pods'),
    ).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(button).toHaveFocus();
  });

  it('copies the command exactly', async () => {
    const copied: unknown[] = [];
    // jsdom has no clipboard; the browser's copies what is selected.
    document.execCommand = () => copied.push(String(getSelection())) > 0;
    renderCard(async () => answerWith([inCluster('south', 1, 3)]));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show how' }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Copy: Command' }),
    );
    expect(copied).toEqual([restart]);
  });

  it('opens for any line that has a reason', async () => {
    renderCard(async () =>
      answerWith([
        inCluster('north', 1, 3),
        inCluster('south', 0, 3, [aReason({ text: aText('South is late.') })]),
      ]),
    );
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Show how: south, restart needed',
      }),
    );
    expect(
      within(await screen.findByRole('dialog')).getByText(/South is late/),
    ).toBeVisible();
  });

  it('has each fix where reasons of one code have different ones', async () => {
    const errors: unknown[] = [];
    const log = jest
      .spyOn(console, 'error')
      .mockImplementation((...parts) => void errors.push(parts));
    const reasonOf = (name: string) =>
      aReason({
        fix: {
          text: aText(`Restart Deployment ${name}.`),
          command: `kubectl rollout restart deployment/${name}`,
        },
      });
    const reasons = [reasonOf('basket'), reasonOf('basket-canary')];
    renderCard(async () => answerWith([inCluster('south', 0, 3, reasons)]));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show how' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('deployment/basket-canary');
    expect(JSON.stringify(errors)).not.toContain('same key');
    log.mockRestore();
  });

  const check = 'kubectl --context south -n shop get pods';

  async function opened(getEntity: () => Promise<EntityMesh>) {
    const card = renderCard(getEntity);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show how' }),
    );
    return { ...card, dialog: await screen.findByRole('dialog') };
  }

  function inNoMesh(state: 'not-enrolled' | 'unknown', reason: string) {
    return answerWith([
      anInstance({
        cluster: 'south',
        membership: [
          aMembership({
            mesh: '',
            mode: '',
            state,
            pods: { enrolled: 0, total: 1 },
            reasons: [aReason({ text: aText(reason) })],
          }),
        ],
      }),
    ]);
  }

  it.each([
    [
      'the pods are in no mesh any more',
      inNoMesh('not-enrolled', 'Namespace shop asks for no proxy.'),
      'south: not in a mesh',
    ],
    [
      'the same, where some other kind may not be read',
      {
        ...inNoMesh('not-enrolled', 'Namespace shop asks for no proxy.'),
        sources: [
          {
            cluster: 'south',
            part: 'peerauthentications',
            status: 'forbidden' as const,
          },
        ],
      },
      'south: not in a mesh',
    ],
    [
      'another cluster has all of it',
      answerWith([inCluster('north', 1, 1)]),
      'south',
    ],
    ['nothing is left of the entity', answerWith([]), 'south'],
  ])(
    'stays open when the fix removes its line: %s',
    async (_, after, title) => {
      const { change, dialog } = await opened(async () =>
        answerWith([inCluster('south', 0, 1)]),
      );
      await change(async () => after);
      expect(
        await within(dialog).findByText('Nothing is left to do here.'),
      ).toBeVisible();
      expect(screen.getByRole('dialog', { name: title })).toBe(dialog);
      expect(dialog).toHaveTextContent('2 pods started before injection');
      expect(within(dialog).getByText(check)).toBeVisible();
      expect(within(dialog).queryByText(restart)).toBeNull();
      expect(dialog).not.toHaveTextContent('What to do');
      expect(dialog).not.toHaveTextContent('asks for no proxy');
    },
  );

  it.each([
    [
      'its pods cannot be read any more',
      inNoMesh('unknown', 'The portal may not read pods.'),
      'Unknown in south',
      'The portal may not read pods.',
    ],
    [
      'the cluster is being read from the start',
      anEntityAnswer({
        services: [],
        sources: [{ cluster: 'south', part: 'objects', status: 'syncing' }],
      }),
      'No service found for this entity',
      '2 pods started before injection',
    ],
  ])('does not call it done where %s', async (_, after, behind, sentence) => {
    const { change, dialog } = await opened(async () =>
      answerWith([inCluster('south', 0, 1)]),
    );
    await change(async () => after);
    expect(await screen.findByText(behind)).toBeInTheDocument();
    expect(dialog).toBeVisible();
    expect(dialog).toHaveTextContent(sentence);
    expect(dialog).not.toHaveTextContent('Nothing is left to do here.');
  });

  it('keeps its text until it has closed', async () => {
    const { dialog } = await opened(async () =>
      answerWith([inCluster('south', 1, 3)]),
    );
    await userEvent.keyboard('{Escape}');
    expect(dialog).toBeInTheDocument();
    expect(dialog).toHaveAccessibleName('south: restart needed');
    expect(dialog).toHaveTextContent(restart);
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
  });

  it('counts up while it is open, and says when all is done', async () => {
    const { change } = renderCard(async () =>
      answerWith([inCluster('south', 1, 3)]),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show how' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('1/3 pods');
    await change(async () => answerWith([inCluster('south', 2, 3)]));
    await waitFor(() => expect(dialog).toHaveTextContent('2/3 pods'));
    await change(async () => answerWith([inCluster('south', 3, 3)]));
    await waitFor(() => expect(dialog).toHaveTextContent('3/3 pods'));
    expect(dialog).toHaveTextContent('Nothing is left to do here.');
    expect(dialog).toHaveTextContent('What it was');
    expect(within(dialog).getByText(check)).toBeVisible();
    expect(within(dialog).queryByText(restart)).toBeNull();
  });
});

it('Check it yourself has the commands of every cluster', async () => {
  renderCard(async () =>
    answerWith([inCluster('north', 3, 3), inCluster('south', 3, 3)]),
  );
  await userEvent.click(
    await screen.findByRole('button', { name: 'Check it yourself' }),
  );
  const dialog = await screen.findByRole('dialog', {
    name: 'Check it yourself',
  });
  for (const cluster of ['north', 'south']) {
    expect(
      within(dialog).getByText(`kubectl --context ${cluster} -n shop get pods`),
    ).toBeVisible();
  }
});

describe('live updates', () => {
  const before = async () =>
    answerWith([inCluster('south', 1, 3), inCluster('north', 2, 2)]);
  const after = async () =>
    answerWith([inCluster('south', 3, 3), inCluster('north', 0, 2)]);

  it('change what the lines say without a reload, and are announced politely', async () => {
    const { change } = renderCard(before);
    await screen.findByText('1/3 pods');
    await change(after);
    expect(await screen.findByText('3/3 pods')).toBeInTheDocument();
    await waitFor(() =>
      expect(
        screen.getAllByRole('status').map(status => status.textContent),
      ).toContain(
        'north: restart needed, 0 of 2 pods. south: enrolled, 3 of 3 pods',
      ),
    );
  });

  it('put the worst first, unless the reader is looking at the lines', async () => {
    const { change } = renderCard(before);
    await screen.findByText('1/3 pods');
    expect(clusterOrder()).toEqual(['south', 'north']);
    await userEvent.hover(screen.getByText('1/3 pods'));
    await change(after);
    await screen.findByText('3/3 pods');
    expect(clusterOrder()).toEqual(['south', 'north']);
    await userEvent.unhover(screen.getByText('3/3 pods'));
    expect(clusterOrder()).toEqual(['north', 'south']);
  });

  it('that fail leave the last answer on the page', async () => {
    const { change } = renderCard(before);
    await screen.findByText('1/3 pods');
    await change(async () => {
      throw new Error('Failed to fetch');
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'what is shown below was right',
    );
    expect(screen.getByText('1/3 pods')).toBeInTheDocument();
    expect(screen.getByText(/no answer, last checked/)).toBeInTheDocument();
  });
});

it('gives two reasons of a cluster in trouble, and the others on demand', async () => {
  renderCard(async () =>
    anEntityAnswer({
      sources: ['objects', 'pods', 'services', 'nodes'].map(part => ({
        cluster: 'north',
        part,
        status: 'stale' as const,
        reason: aText(`Reading ${part} fails.`),
      })),
    }),
  );
  expect(await screen.findByText('Reading pods fails.')).toBeInTheDocument();
  expect(screen.queryByText('Reading nodes fails.')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'and 1 more' }));
  expect(screen.getByText('Reading nodes fails.')).toBeInTheDocument();
});

it('shows a cluster by its display name', async () => {
  renderCard(async () =>
    anEntityAnswer({
      clusters: [aCluster('north', { displayName: 'North (eu-1)' })],
    }),
  );
  expect(
    await screen.findByText('In the mesh in North (eu-1)'),
  ).toBeInTheDocument();
});

import {
  aReason,
  aSummary,
  aText,
  aWholeCluster,
  anInstallation,
} from '../testing/answers';
import {
  attentionGroups,
  type AttentionItem,
  attentionItems,
} from './attention';

const said = (items: readonly AttentionItem[]) =>
  items.map(item =>
    item.about === 'cluster' ? item.text.message : item.service.name,
  );

const installation = (
  health: 'healthy' | 'degraded' | 'failing',
  sentence: string,
) => anInstallation({ health, reasons: [aReason({ text: aText(sentence) })] });

it('puts first what cannot be read, then what fails, services, and what can wait', () => {
  const unread = aWholeCluster('west', {
    status: 'unreachable',
    sources: [
      {
        cluster: 'west',
        part: 'objects',
        status: 'unreachable',
        reason: aText('west does not answer.'),
      },
    ],
  });
  const items = attentionItems(
    [
      aWholeCluster('north', {
        meshes: [
          installation('healthy', 'could be newer'),
          installation('degraded', 'half down'),
        ],
        reasons: [aReason({ text: aText('old network') })],
      }),
      aWholeCluster('south', { meshes: [installation('failing', 'down')] }),
      unread,
    ],
    [
      aSummary({ name: 'fine' }),
      aSummary({
        name: 'till',
        needs: { cluster: 'north', code: 'c', text: aText('x') },
      }),
    ],
  );
  expect(said(items)).toEqual([
    'west does not answer.',
    ...['down', 'half down'],
    'till',
    ...['could be newer', 'old network'],
  ]);
});

it('does not call a cluster that is being read for the first time a matter', () => {
  const cluster = aWholeCluster('north', {
    status: 'syncing',
    sources: [
      {
        cluster: 'north',
        part: 'objects',
        status: 'syncing',
        reason: aText('It is being read.'),
      },
    ],
  });
  expect(attentionItems([cluster], [])).toEqual([]);
});

it('does not call what is still being read a matter', () => {
  const syncing = {
    ...aText('still reading pods'),
    id: 'reason.input-unreadable.syncing',
  };
  const north = aWholeCluster('north', {
    meshes: [
      anInstallation({
        health: 'failing',
        reasons: [aReason({ text: syncing })],
      }),
    ],
  });
  const needs = { cluster: 'north', code: 'input-unreadable', text: syncing };
  expect(attentionItems([north], [aSummary({ needs })])).toEqual([]);
});

it('groups by cluster set in their order, and leaves out sets where nothing is', () => {
  const groups = attentionGroups(
    [
      { name: 'live', title: 'Live' },
      { name: 'quiet', title: 'Quiet' },
      { name: 'trial', title: 'Trial' },
    ],
    [
      aWholeCluster('west', {
        set: 'trial',
        meshes: [installation('failing', 'down')],
      }),
      aWholeCluster('north', {
        set: 'live',
        meshes: [installation('degraded', 'half down')],
      }),
      aWholeCluster('east', { set: 'quiet' }),
    ],
    [
      aSummary({
        set: 'live',
        name: 'till',
        needs: { cluster: 'north', code: 'c', text: aText('x') },
      }),
    ],
  );
  expect(groups.map(({ set, items }) => [set.name, ...said(items)])).toEqual([
    ['live', 'half down', 'till'],
    ['trial', 'down'],
  ]);
});

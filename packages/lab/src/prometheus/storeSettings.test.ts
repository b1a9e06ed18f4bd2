import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { withMetrics } from './portalMetrics.ts';
import { scrapeConfig } from './scrapeConfig.ts';
import { readStoreSettings } from './storeSettings.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lab-stores-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function settings(
  text: string | undefined,
  {
    clusters = ['west', 'east'],
    names = {},
  }: { clusters?: string[]; names?: Record<string, string> } = {},
) {
  if (text) writeFileSync(join(directory, 'metrics.yaml'), text);
  return readStoreSettings(directory, { clusters, names });
}

const TWO = `
stores:
  shared:
    clusterLabel: site
    clusters: { west: the-west }
  own:
    clusters: { east: east }
`;

describe('the stores of a world', () => {
  it('are those of its metrics.yaml, under new names where it is renamed', () => {
    expect(
      settings(TWO, { clusters: ['sea', 'east'], names: { west: 'sea' } }),
    ).toEqual([
      { name: 'shared', clusterLabel: 'site', clusters: { sea: 'the-sea' } },
      { name: 'own', clusters: { east: 'east' } },
    ]);
  });

  it('are one for all clusters where nothing is said', () => {
    expect(settings(undefined)).toEqual([
      {
        name: 'main',
        clusterLabel: 'cluster',
        clusters: { west: 'west', east: 'east' },
      },
    ]);
  });

  it('have the clusters that are there, also those that are not mentioned', () => {
    expect(settings(TWO, { clusters: ['west', 'north'] })).toEqual([
      {
        name: 'shared',
        clusterLabel: 'site',
        clusters: { west: 'the-west', north: 'north' },
      },
    ]);
  });

  it.each([
    ['stores: { a: {} }', 'the store a needs "clusters"'],
    [
      'stores: { a: { clusters: { west: w, east: e } } }',
      'the store a is of 2 clusters and needs a "clusterLabel"',
    ],
    ['a: 1', 'needs "stores"'],
  ])('are refused when %s', (text, problem) => {
    expect(() => settings(text)).toThrow(problem);
  });

  it('scrape every cluster with its label, and keep what exporters say', () => {
    const [shared] = settings(TWO);
    const { scrape_configs: jobs } = parse(
      scrapeConfig(shared, '127.0.0.1:1018'),
    );
    expect(jobs).toMatchObject([
      {
        honor_labels: true,
        static_configs: [
          {
            targets: ['127.0.0.1:1018'],
            labels: { __metrics_path__: '/metrics/west', site: 'the-west' },
          },
        ],
      },
    ]);
  });
});

describe('what the portal is told', () => {
  it('is where the stores are, and what clusters are called there', () => {
    const stores = settings(TWO).map(store => ({
      ...store,
      url: `http://127.0.0.1/${store.name}`,
    }));
    const mesh = { clusters: { west: { aliases: { istio: 'w1' } } }, x: 1 };
    expect(withMetrics(mesh, stores)).toEqual({
      x: 1,
      clusters: {
        west: { aliases: { istio: 'w1', metrics: 'the-west' } },
        east: { metrics: 'own' },
      },
      metrics: {
        stores: {
          shared: {
            url: 'http://127.0.0.1/shared',
            publicUrl: 'http://127.0.0.1/shared',
            clusterLabel: 'site',
          },
          own: {
            url: 'http://127.0.0.1/own',
            publicUrl: 'http://127.0.0.1/own',
          },
        },
      },
    });
  });

  it('is nothing new without stores', () => {
    expect(withMetrics(undefined, [])).toBeUndefined();
  });
});

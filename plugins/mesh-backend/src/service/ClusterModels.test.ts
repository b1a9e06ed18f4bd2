import { mockServices } from '@backstage/backend-test-utils';
import type { ClusterModel } from '../core/model/ClusterModel';
import { FakeClock } from '../io/FakeClock';
import type {
  ClusterChange,
  ClusterReachability,
  ClusterSource,
  ClusterState,
} from '../io/kube/ClusterSource';
import { aModel, aNamespaceModel } from '../testing/modelBuilders';
import { ClusterModels } from './ClusterModels';

/** Clusters whose content is one word. */
class WordSource implements ClusterSource {
  private readonly states = new Map<string, ClusterState>();
  private listener: (change: ClusterChange) => void = () => {};
  readonly words = new Map<string, string>();
  subscribed = false;

  add(name: string, word = 'first') {
    this.words.set(name, word);
    this.setReachability(name, { status: 'live' });
    this.listener({ cluster: name, what: 'objects' });
  }

  setReachability(name: string, reachability: ClusterReachability) {
    const known = this.states.get(name);
    if (known) Object.assign(known, { reachability: () => reachability });
    else {
      this.states.set(name, {
        name,
        credentials: 'serviceAccount',
        report: () => ({ kinds: [], watches: 0 }),
        reachability: () => reachability,
        kinds: () => new Map(),
      });
    }
    this.listener({ cluster: name, what: 'reachability' });
  }

  change(name: string, word: string) {
    this.words.set(name, word);
    this.listener({ cluster: name, what: 'objects' });
  }

  remove(name: string) {
    this.states.delete(name);
    this.listener({ cluster: name, what: 'removed' });
  }

  clusters() {
    return [...this.states.values()];
  }

  listFailure() {
    return undefined;
  }

  subscribe(listener: (change: ClusterChange) => void) {
    this.listener = listener;
    this.subscribed = true;
    return () => {
      this.listener = () => {};
      this.subscribed = false;
    };
  }

  async run(signal: AbortSignal) {
    await new Promise(resolve => {
      signal.addEventListener('abort', resolve, { once: true });
    });
  }
}

function setUp(options: { takes?: (word: string) => number } = {}) {
  const clock = new FakeClock();
  const source = new WordSource();
  const builds: { cluster: string; word: string; at: number }[] = [];
  const started = clock.now();
  let ticks = 0;
  const build = ({ name }: ClusterState): ClusterModel => {
    const word = source.words.get(name) ?? '';
    builds.push({ cluster: name, word, at: clock.now() - started });
    ticks += options.takes?.(word) ?? 0;
    if (word === 'broken') throw new Error('cannot be built');
    return aModel({
      cluster: name,
      namespaces: [aNamespaceModel({ name: word })],
    });
  };
  const logger = mockServices.logger.mock();
  const models = new ClusterModels({
    source,
    build,
    clock: {
      now: () => clock.now() + ticks,
      sleep: (milliseconds, signal) => clock.sleep(milliseconds, signal),
    },
    logger,
  });
  const publications: string[] = [];
  models.subscribe(() =>
    publications.push(
      models
        .published()
        .map(({ name, model }) => `${name}:${model?.namespaces[0].name ?? '-'}`)
        .join(' '),
    ),
  );
  const stop = new AbortController();
  const running = models.run(stop.signal);
  return { clock, source, builds, logger, models, publications, stop, running };
}

describe('ClusterModels', () => {
  it('publishes a model a moment after the first change', async () => {
    const { clock, source, models, builds } = setUp();
    source.add('west');
    await clock.advance(249);
    expect(builds).toEqual([]);
    expect(models.published()[0]).toMatchObject({ name: 'west', hash: '' });
    await clock.advance(1);
    expect(models.published()[0].model?.namespaces).toMatchObject([
      { name: 'first' },
    ]);
  });

  it('builds once for a burst of changes, and again while changes go on', async () => {
    const { clock, source, builds } = setUp();
    source.add('west', 'w0');
    for (let index = 1; index <= 50; index++) {
      source.change('west', `w${index}`);
      await clock.advance(10);
    }
    expect(builds.map(({ at }) => at)).toEqual([250, 500]);
  });

  it('publishes nothing when the result is the same', async () => {
    const { clock, source, publications, builds } = setUp();
    source.add('west');
    await clock.advance(250);
    const before = publications.length;
    source.change('west', 'first');
    await clock.advance(250);
    expect(builds).toHaveLength(2);
    expect(publications).toHaveLength(before);
    source.change('west', 'second');
    await clock.advance(250);
    expect(publications.slice(before)).toEqual(['west:second']);
  });

  it('lets a cluster that takes long to build settle five times as long', async () => {
    const { clock, source, builds } = setUp({ takes: () => 100 });
    source.add('west');
    await clock.advance(250);
    source.change('west', 'second');
    await clock.advance(499);
    expect(builds).toHaveLength(1);
    await clock.advance(1);
    expect(builds).toHaveLength(2);
  });

  it('lets clusters that all change settle longer, so that time is left for answers', async () => {
    const { clock, source, builds } = setUp({ takes: () => 100 });
    const names = Array.from({ length: 10 }, (_, index) => `west-${index}`);
    for (const name of names) source.add(name);
    await clock.advance(250);
    builds.length = 0;
    for (const name of names) source.change(name, 'second');
    await clock.advance(1_499);
    expect(builds).toHaveLength(0);
    await clock.advance(1);
    expect(builds).toHaveLength(10);
  });

  it('takes over from the last model what has not changed', async () => {
    const { clock, source, models } = setUp();
    source.add('west');
    await clock.advance(250);
    const before = models.published()[0].model;
    source.change('west', 'second');
    await clock.advance(250);
    const after = models.published()[0].model;
    expect(after).not.toBe(before);
    expect(after?.counts).toBe(before?.counts);
  });

  it('is not held up by a cluster that takes long or cannot be built', async () => {
    const { clock, source, builds, models, logger } = setUp({
      takes: word => (word === 'slow' ? 1_000 : 0),
    });
    source.add('slow', 'slow');
    source.add('bad', 'broken');
    source.add('west');
    await clock.advance(250);
    builds.length = 0;
    for (const name of ['slow', 'bad', 'west']) {
      source.change(name, name === 'bad' ? 'broken' : `${name} again`);
    }
    await clock.advance(250);
    expect(builds.map(({ cluster }) => cluster)).toEqual(['bad', 'west']);
    expect(
      models
        .published()
        .map(({ name, model }) => [
          name,
          model?.namespaces.map(one => one.name),
        ]),
    ).toEqual([
      ['slow', ['slow']],
      ['bad', undefined],
      ['west', ['west again']],
    ]);
    expect(logger.error).toHaveBeenCalledWith(
      'The model of a cluster could not be built',
      expect.objectContaining({ cluster: 'bad' }),
    );
  });

  it('keeps the last model when a later one cannot be built, and recovers', async () => {
    const { clock, source, models } = setUp();
    source.add('west');
    await clock.advance(250);
    source.change('west', 'broken');
    await clock.advance(250);
    expect(models.published()[0].model?.namespaces).toMatchObject([
      { name: 'first' },
    ]);
    const { failingSince } = models.published()[0];
    expect(failingSince).toEqual(expect.any(String));
    source.change('west', 'broken');
    await clock.advance(250);
    expect(models.published()[0].failingSince).toBe(failingSince);
    source.change('west', 'third');
    await clock.advance(250);
    expect(models.published()[0].model?.namespaces).toMatchObject([
      { name: 'third' },
    ]);
    expect(models.published()[0].failingSince).toBeUndefined();
  });

  it('publishes how a cluster is doing at once and without a build', async () => {
    const { clock, source, models, builds, publications } = setUp();
    source.add('west');
    await clock.advance(250);
    const before = publications.length;
    source.setReachability('west', {
      status: 'unreachable',
      observedAt: '2026-01-01T00:00:00Z',
    });
    expect(models.published()[0]).toMatchObject({
      reachability: { status: 'unreachable' },
      model: { namespaces: [{ name: 'first' }] },
    });
    source.setReachability('west', {
      status: 'unreachable',
      observedAt: '2026-01-01T00:00:00Z',
    });
    expect(publications).toHaveLength(before + 1);
    expect(builds).toHaveLength(1);
  });

  it('forgets a removed cluster, and starts afresh when it comes back', async () => {
    const { clock, source, models } = setUp();
    source.add('west');
    await clock.advance(250);
    source.remove('west');
    expect(models.published()).toEqual([]);
    source.add('west', 'second');
    expect(models.published()[0].model).toBeUndefined();
    await clock.advance(250);
    expect(models.published()[0].model?.namespaces).toMatchObject([
      { name: 'second' },
    ]);
  });

  it('gives the same list until something changes', async () => {
    const { clock, source, models } = setUp();
    source.add('west');
    await clock.advance(250);
    const list = models.published();
    source.change('west', 'first');
    await clock.advance(1_000);
    expect(models.published()).toBe(list);
  });

  it('ends with its signal and builds nothing afterwards', async () => {
    const { clock, source, builds, stop, running } = setUp();
    source.add('west');
    stop.abort();
    await running;
    expect(source.subscribed).toBe(false);
    await clock.advance(1_000);
    expect(builds).toEqual([]);
  });
});

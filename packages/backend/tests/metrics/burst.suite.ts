import {
  CHECKOUT,
  CHECKOUT_CLUSTER,
  Incident,
  SEEN_MILLISECONDS,
  type IncidentOptions,
} from './Incident';
import { ScrapedStores } from './ScrapedStores';
import { trueShare } from './trueShare';

const POLLS = { set: 'staging', namespace: 'polls', name: 'polls' } as const;

/** Both are pods of the Service. */
const CHECKOUT_WORKLOADS = ['checkout-api', 'checkout-api-canary'];
const CALLEE = { cluster: 'gcp-gke', name: 'inventory-service' } as const;

const SHARE_TOLERANCE = 0.05;
/** With fewer a share says little. */
const MIN_FAILED = 40;
/**
 * A burst fails seven of ten requests: what fails now and then by itself does not come near, and what always fails is
 * another thing.
 */
const BURST_RATIO = 0.6;

/** A service that others need answers with errors. */
export function burstSuite(options: IncidentOptions): void {
  const { world, rename, windowSeconds } = options;
  /** When it failed for a whole window. */
  let failedAt: string;
  /** Unix ms; until when everything has to be told. */
  let seenBy: number;

  describe('a service of another cluster begins to fail', () => {
    let incident: Incident;
    let stores: ScrapedStores;

    beforeAll(async () => {
      incident = new Incident(options);
      stores = new ScrapedStores(world().lab, incident.metrics);
      await incident.well();
      await incident.command('burst', 'gcp-gke', 'orders/inventory-service');
      seenBy = Date.now() + SEEN_MILLISECONDS;
    });

    it('within a minute its caller is failing, and is told whose errors they are', async () => {
      const { text, reason } = await incident.blamed(
        ({ place }) => place === 'theirs',
      );
      expect(text.message).toContain(rename(CALLEE.name));
      expect(text.message).toContain(rename(CALLEE.cluster));
      expect(reason).toBe('server-error');
      const { golden } = await incident.instance(CHECKOUT, CHECKOUT_CLUSTER);
      expect(golden.successRatio).toBeLessThan(0.99);
      expect(golden.errorsBy?.[0].reason).toBe('server-error');
    });

    it('the same is said wherever the service is shown', async () => {
      const { verdict } = await incident.service(CHECKOUT);
      const listed = (await incident.services()).find(
        one => one.set === CHECKOUT.set && one.name === rename(CHECKOUT.name),
      );
      for (const said of [verdict, listed?.verdict]) {
        expect(said?.place).toBe('theirs');
        expect(said?.text.message).toContain(rename(CALLEE.name));
      }
    });

    it('its errors are told by reason, over time', async () => {
      const { services, times } = await incident.metricsOf(CHECKOUT);
      const [{ reason, points } = { reason: '', points: [] }] =
        services[0].errorsBy ?? [];
      expect(reason).toBe('server-error');
      expect(points).toHaveLength(times.length);
      expect(points.findLast(point => point !== null)).toBeGreaterThan(0);
    });

    /** What is said, and what is right over the same samples. */
    async function shares() {
      const { at = '', verdicts } = await incident.dependencies(CHECKOUT);
      const to = Date.parse(at);
      const from = to - 1000 * windowSeconds;
      const place = { cluster: rename(CHECKOUT_CLUSTER), mesh: 'istio' };
      const span = await stores.sampled(place, { from, to });
      const found = await trueShare(incident.metrics, span, {
        cluster: rename(CHECKOUT_CLUSTER),
        workloads: CHECKOUT_WORKLOADS.map(rename),
        callee: {
          cluster: rename(CALLEE.cluster),
          name: rename(CALLEE.name),
        },
      });
      const [{ share = NaN, bound, text }] = verdicts;
      const { failed, share: right } = found;
      return { failed, right, shown: share, bound, message: text.message };
    }

    const isRight = ({ right, shown }: Awaited<ReturnType<typeof shares>>) =>
      Math.abs(shown - right) <= SHARE_TOLERANCE;

    it('within that minute its share is that of the ledger, within 5 points', async () => {
      const { shown, bound, message } = await incident.until(
        'the right share of enough errors',
        Math.max(0, seenBy - Date.now()),
        async () => {
          const found = await shares();
          return found.failed >= MIN_FAILED && isRight(found) && found;
        },
      );
      expect(bound).toBeUndefined();
      expect(message).toContain(`${Math.round(shown * 100)} %`);
    });

    it('and stays so until the window is full of it', async () => {
      const fullAt = seenBy + 1000 * windowSeconds;
      const wrong: string[] = [];
      let wasRight = true;
      await incident.until(
        'a whole window of errors',
        fullAt - Date.now() + SEEN_MILLISECONDS,
        async () => {
          const found = await shares();
          // The graph is put together a moment after the numbers have come.
          if (!wasRight && !isRight(found)) {
            const { right, shown } = found;
            wrong.push(`${new Date().toISOString()}: ${shown}, not ${right}`);
          }
          wasRight = isRight(found);
          return Date.now() >= fullAt;
        },
      );
      failedAt = new Date().toISOString();
      expect(wrong).toEqual([]);
    });

    it('is healthy again when it is healed, and nobody is blamed any more', async () => {
      await incident.command('heal');
      await incident.well(incident.healedMilliseconds);
      const { golden } = await incident.instance(CHECKOUT, CHECKOUT_CLUSTER);
      expect(golden.successRatio).toBeGreaterThan(0.99);
    });
  });

  describe('what failed before', () => {
    it('is told as it was then', async () => {
      const incident = new Incident(options);
      const { edges, nodes, verdicts, notes, at } = await incident.dependencies(
        CHECKOUT,
        failedAt,
      );
      expect(Date.parse(at ?? '')).toBeLessThanOrEqual(Date.parse(failedAt));
      expect(notes.map(({ id }) => id)).toEqual(['dependencies.past']);
      const [{ place, text }] = verdicts;
      expect(place).toBe('theirs');
      expect(text.message).toContain(rename(CALLEE.name));
      const callees = nodes.flatMap(({ id, name, cluster }) =>
        name === rename(CALLEE.name) && cluster === rename(CALLEE.cluster)
          ? id
          : [],
      );
      const calls = edges.filter(({ to }) => callees.includes(to));
      expect(calls.map(({ health }) => health)).toContain('failing');
    });
  });

  describe('a service of the staging set fails', () => {
    let incident: Incident;
    let before: string[];
    /** Until more than two of five requests of a window are those of the burst. */
    const burstMilliseconds = SEEN_MILLISECONDS + 1000 * windowSeconds;

    /** Services of a set of which as many requests fail as in a burst. */
    async function inBurst(set: string): Promise<string[]> {
      const all = await incident.services();
      return all
        .filter(
          ({ golden: { successRatio = 1 }, ...one }) =>
            one.set === set && successRatio > 0 && successRatio < BURST_RATIO,
        )
        .map(({ namespace, name }) => `${namespace}/${name}`)
        .sort();
    }

    beforeAll(async () => {
      incident = new Incident(options);
      before = await inBurst('production');
      await incident.command('burst', 'apps-staging', 'polls/polls');
    });

    afterAll(() => incident?.command('heal'));

    it('fails there, and nothing in production does that did not before', async () => {
      await incident.until('polls to fail', burstMilliseconds, async () => {
        const failing = await inBurst('staging');
        const { health } = await incident.service(POLLS);
        return failing.includes(rename('polls/polls')) && health === 'failing';
      });
      const { health } = await incident.instance(CHECKOUT, CHECKOUT_CLUSTER);
      expect(health).toBe('healthy');
      expect((await incident.verdict(CHECKOUT)).place).toBe('fine');
      const after = await inBurst('production');
      expect(after.filter(name => !before.includes(name))).toEqual([]);
    });
  });
}

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
/** A burst fails seven of ten requests; what fails now and then by itself does not come near. */
const BURST_RATIO = 0.6;

/** A service that others need answers with errors. */
export function burstSuite(options: IncidentOptions): void {
  const { world, rename, windowSeconds } = options;

  describe('a service of another cluster begins to fail', () => {
    let incident: Incident;
    let stores: ScrapedStores;

    beforeAll(async () => {
      incident = new Incident(options);
      stores = new ScrapedStores(world().lab, incident.metrics);
      await incident.well();
      await incident.command('burst', 'gcp-gke', 'orders/inventory-service');
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

    it('the share of its errors is that of the ledger, within 5 points', async () => {
      const { right, shown, message } = await incident.until(
        'enough errors to say something of',
        SEEN_MILLISECONDS + 1000 * windowSeconds,
        async () => {
          const { at = '', verdicts } = await incident.dependencies(CHECKOUT);
          const [{ share = NaN, text }] = verdicts;
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
          return (
            found.failed >= MIN_FAILED && {
              right: found.share,
              shown: share,
              message: text.message,
            }
          );
        },
      );
      expect(Math.abs(shown - right)).toBeLessThanOrEqual(SHARE_TOLERANCE);
      expect(message).toContain(`${Math.round(shown * 100)} %`);
    });

    it('is healthy again when it is healed, and nobody is blamed any more', async () => {
      await incident.command('heal');
      await incident.well(incident.healedMilliseconds);
      const { golden } = await incident.instance(CHECKOUT, CHECKOUT_CLUSTER);
      expect(golden.successRatio).toBeGreaterThan(0.99);
    });
  });

  describe('a service of the staging set fails', () => {
    let incident: Incident;
    let before: string[];

    /** Services of a set of which as many requests fail as in a burst. */
    async function inBurst(set: string): Promise<string[]> {
      const all = await incident.services();
      return all
        .filter(
          ({ golden, ...one }) =>
            one.set === set && (golden.successRatio ?? 1) < BURST_RATIO,
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
      await incident.until('polls to fail', SEEN_MILLISECONDS, async () => {
        const { health } = await incident.service(POLLS);
        return health === 'failing';
      });
      const { health } = await incident.instance(CHECKOUT, CHECKOUT_CLUSTER);
      expect(health).toBe('healthy');
      expect((await incident.verdict(CHECKOUT)).place).toBe('fine');
      const after = await inBurst('production');
      expect(after.filter(name => !before.includes(name))).toEqual([]);
    });
  });
}

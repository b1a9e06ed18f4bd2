import { expect, test } from './fixtures';
import type { MeshCard } from './MeshCard';
import type { OrdersNamespace } from '../harness/OrdersNamespace';
import type { Shell } from './fixtures';

/**
 * Every cause is read right, and what the page prints against it works as printed. Any scenario can run alone; in this
 * order most of them find the pods that they need.
 */

interface Scenario {
  what: string;
  arrange(orders: OrdersNamespace): Promise<void>;
  /** Word and pods of the line, and part of the sentence. */
  state: string;
  pods?: string;
  sentence: RegExp;
  /** What the line says once the printed commands have been run one after the other. */
  afterwards: readonly { state: string; pods: string }[];
}

const INJECTED = { 'istio-injection': 'enabled' };

const SCENARIOS: readonly Scenario[] = [
  {
    what: 'a namespace without a label',
    async arrange(orders) {
      await orders.havePods({ enrolled: 0 });
    },
    state: 'not in a mesh',
    pods: '0/3 pods',
    sentence: /[Nn]amespace orders/,
    afterwards: [
      { state: 'restart needed', pods: '0/3 pods' },
      { state: 'enrolled', pods: '3/3 pods' },
    ],
  },
  {
    what: 'a pod template that opts out',
    async arrange(orders) {
      await orders.havePods({ enrolled: 3 });
      await orders.changeTemplate({
        metadata: { labels: { 'sidecar.istio.io/inject': 'false' } },
      });
      await orders.settled(3, 0);
    },
    state: 'opted out',
    pods: '0/3 pods',
    sentence: /sidecar\.istio\.io\/inject/,
    afterwards: [{ state: 'enrolled', pods: '3/3 pods' }],
  },
  {
    what: 'pods on the network of their host',
    async arrange(orders) {
      await orders.havePods({ enrolled: 3 });
      await orders.changeTemplate({ spec: { hostNetwork: true } });
      await orders.settled(3, 0);
    },
    state: 'misconfigured',
    pods: '0/3 pods',
    sentence: /host/,
    afterwards: [{ state: 'enrolled', pods: '3/3 pods' }],
  },
  {
    what: 'a label that was taken away',
    async arrange(orders) {
      await orders.havePods({ enrolled: 3 });
      await orders.label({});
    },
    state: 'restart needed',
    pods: '3/3 pods',
    sentence: /3 pods/,
    afterwards: [{ state: 'not in a mesh', pods: '0/3 pods' }],
  },
  {
    what: 'a revision that does not exist',
    async arrange(orders) {
      await orders.havePods({ enrolled: 0 });
      await orders.label({ 'istio.io/rev': 'no-such-revision' });
    },
    state: 'misconfigured',
    pods: '0/3 pods',
    sentence: /no-such-revision/,
    afterwards: [
      { state: 'restart needed', pods: '0/3 pods' },
      { state: 'enrolled', pods: '3/3 pods' },
    ],
  },
  {
    what: 'nothing running',
    async arrange(orders) {
      await orders.label(INJECTED);
      await orders.scale(0);
    },
    state: 'nothing running',
    sentence: /would be enrolled at the next start/,
    afterwards: [],
  },
  {
    what: 'another revision than that of the pods',
    async arrange(orders) {
      await orders.havePods({ enrolled: 3 });
      await orders.label({ 'istio.io/rev': 'canary' });
    },
    state: 'restart needed',
    pods: '3/3 pods',
    sentence: /canary/,
    afterwards: [{ state: 'enrolled', pods: '3/3 pods' }],
  },
];

async function followFixes(
  scenario: Scenario,
  { card, shell }: { card: MeshCard; shell: Shell },
): Promise<void> {
  for (const { state, pods } of scenario.afterwards) {
    await card.openFix();
    const command = await card.printedCommand();
    await card.closeFix();
    await shell(command);
    await card.shows(state, pods);
  }
}

test.afterAll(async ({ orders }) => orders.reset());

for (const scenario of SCENARIOS) {
  test(`${scenario.what}: read right, mended by what is printed`, async ({
    card,
    orders,
    shell,
    picture,
  }) => {
    await scenario.arrange(orders);
    await card.shows(scenario.state, scenario.pods);
    await expect(card.root).toContainText(scenario.sentence);
    await card.fits();
    await picture(`state-${scenario.what.replace(/\W+/g, '-')}`);
    await followFixes(scenario, { card, shell });
  });
}

import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { test as base, type LaunchOptions, type Page } from '@playwright/test';
import { findTool } from '../../../../scripts/tools/findTool';
import { ISTIO_CLUSTER } from '../harness/copiedClusters';
import { OrdersNamespace } from '../harness/OrdersNamespace';
import { rename, startRenamedWorld } from '../harness/renamedWorld';
import { ROOT } from '../harness/root';
import { startWorld, type World } from '../harness/World';
import { MeshCard } from './MeshCard';

const execute = promisify(execFile);

/** Pods take 5-20 s in the lab; divided by this, a restart of three can still be followed step by step. */
const SPEED = 8;
const SCREENSHOTS = join(ROOT, '.meshport', 'tests', 'screenshots');

/** Pastes a line into a shell, as a reader of the page does, and gives back what it prints. */
export type Shell = (line: string) => Promise<string>;

interface TestFixtures {
  /** The page of order-processor, with its card loaded. */
  card: MeshCard;
  /** Saves a picture for people to look at. */
  picture: (name: string) => Promise<void>;
}

export interface WorldFixture {
  /** Whether everything in the world is called otherwise than in the lab's files. */
  isRenamed: boolean;
}

interface WorkerFixtures extends WorldFixture {
  world: World;
  /** What something of the lab's files is called in the world. */
  rename: (name: string) => string;
  orders: OrdersNamespace;
  shell: Shell;
}

async function startShell(world: World): Promise<Shell> {
  const kubectl = await findTool('kubectl');
  const env = {
    ...process.env,
    KUBECONFIG: world.lab.kubeconfig,
    PATH: [dirname(kubectl.path), process.env.PATH].join(delimiter),
  };
  return async line => {
    const { stdout, stderr } = await execute('sh', ['-ec', line], { env });
    return stdout + stderr;
  };
}

/** Where the catalog shows the entity. */
export function entityPath(name: string): string {
  return `/catalog/default/component/${name}`;
}

/** Fills the page and waits until nothing moves, so that pictures and measures are of the finished page. */
async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({
    path: join(SCREENSHOTS, `${name}.png`),
    animations: 'disabled',
  });
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  launchOptions: [
    async ({ browserName }, use) => {
      if (browserName !== 'chromium') throw new Error(`No ${browserName} here`);
      const { path, env } = await findTool(browserName);
      const options: LaunchOptions = {
        executablePath: path,
        env: { ...(process.env as Record<string, string>), ...env },
        args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
      };
      await use(options);
    },
    { scope: 'worker' },
  ],
  isRenamed: [false, { scope: 'worker', option: true }],
  rename: [
    async ({ isRenamed }, use) => use(isRenamed ? rename : name => name),
    { scope: 'worker' },
  ],
  world: [
    async ({ isRenamed }, use, { project, parallelIndex }) => {
      const name = `browser-${project.name}-${parallelIndex}`;
      const world = isRenamed
        ? await startRenamedWorld({ name, speed: SPEED })
        : await startWorld({ name, speed: SPEED });
      await use(world);
      await world.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  orders: [
    async ({ world }, use) => {
      await use(await OrdersNamespace.of(world, ISTIO_CLUSTER));
    },
    { scope: 'worker' },
  ],
  shell: [
    async ({ world }, use) => {
      await use(await startShell(world));
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ world }, use) => {
    await use(world.portal.url);
  },
  context: async ({ context }, use) => {
    // As after a click on "Enter": the browser remembers that it is the guest's.
    await context.addInitScript(() => {
      const key = '@backstage/core:SignInPage:provider';
      if (!localStorage.getItem(key)) localStorage.setItem(key, 'guest');
    });
    await use(context);
  },
  card: async ({ page }, use) => {
    await page.goto(entityPath('order-processor'));
    const card = new MeshCard(page);
    await card.loaded();
    await use(card);
  },
  picture: async ({ page }, use) => {
    await use(name => takePicture(page, name));
  },
});

export { expect } from '@playwright/test';

import { readFileSync } from 'node:fs';
import { StubStoresServer } from './server.ts';
import { stubStores, type StubWorld } from './StubWorld.ts';

/** What the process is told by the file that its argument names. */
export interface StubTask {
  port: number;
  world: StubWorld;
  refuseFrom: Readonly<Record<string, number>>;
}

async function main(file: string): Promise<void> {
  const task = JSON.parse(readFileSync(file, 'utf8')) as StubTask;
  const { port, world, refuseFrom } = task;
  await new StubStoresServer(stubStores(world), refuseFrom).listen(port);
  process.stdout.write('ready\n');
}

main(process.argv[2]).catch((error: Error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});

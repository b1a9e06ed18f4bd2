import type { Fix, Membership } from '@meshport/plugin-mesh-common';
import { parse } from 'yaml';
import type { World } from '../../harness/World';
import { look, type Appearance } from './appearance';
import type { FixSituation, Stage } from './FixSituation';
import type { LabShell } from './LabShell';
import { documentsOf, writtenInto, type Manifest } from './manifests';

/** What was found in place of a stage: the same fields, and what failed on the way. */
export interface Found {
  says: string;
  text?: string;
  fix?: string;
  /** Command lines that were pasted and did not succeed, with what they printed. */
  failed: string[];
}

interface WalkOptions {
  world: World;
  shell: LabShell;
  cluster: string;
}

const TIMEOUT_MILLISECONDS = 15_000;

/** They talk to a control plane, and none runs in the lab: such a line is looked at, not pasted. */
const OWN_TOOLS = /^(istioctl|linkerd|consul-k8s) /;

function isAt({ says, membership }: Appearance, stage: Stage): boolean {
  const [reason] = membership.reasons;
  return (
    says === stage.says &&
    (stage.text === undefined || reason?.text.id === stage.text) &&
    reason?.fix?.text.id === stage.fix
  );
}

/** The portal's view of the situation, once it is as expected or will not become so. */
async function arrive(
  situation: FixSituation,
  stage: Stage,
  { world, cluster }: WalkOptions,
): Promise<Appearance | undefined> {
  const { namespace, name = 'app', mesh } = situation;
  let seen: Appearance | undefined;
  await world
    .eventually(
      stage.says,
      async () => {
        seen =
          (await look(world.portal, { cluster, namespace, name, mesh })) ??
          (await lookAtPods(situation, { world, cluster }));
        return seen && isAt(seen, stage);
      },
      { timeoutMilliseconds: TIMEOUT_MILLISECONDS, intervalMilliseconds: 200 },
    )
    .catch(() => undefined);
  return seen;
}

/** Pods made by hand belong to no workload of the Service's name. */
async function lookAtPods(
  { namespace }: FixSituation,
  { world, cluster }: Pick<WalkOptions, 'world' | 'cluster'>,
): Promise<Appearance | undefined> {
  return look(world.portal, { cluster, namespace, name: 'first' });
}

async function verify(
  { verify: commands }: Membership,
  shell: LabShell,
): Promise<string[]> {
  const ended = await Promise.all(
    commands
      .map(({ command }) => command)
      .filter(command => !OWN_TOOLS.test(command))
      .map(async command => ({ command, ...(await shell.paste(command)) })),
  );
  return ended
    .filter(({ code }) => code !== 0)
    .map(({ command, output }) => `${command}: ${output}`);
}

async function recreate(
  { before }: FixSituation,
  shell: LabShell,
): Promise<string> {
  const [, , made] = before;
  const { kind, metadata } = made;
  const { namespace, name } = metadata;
  await shell.run(`kubectl -n ${namespace} delete ${kind} ${name}`);
  const { code, output } = await shell.paste(
    'kubectl apply -f -',
    documentsOf(before),
  );
  return code === 0 ? '' : output;
}

/** Does what the page prints; what comes back is empty or says what failed. */
async function mend(
  situation: FixSituation,
  { by = 'command' }: Stage,
  { fix, shell }: { fix: Fix | undefined; shell: LabShell },
): Promise<string> {
  if (by === 'recreation') return recreate(situation, shell);
  if (by === 'manifest') {
    if (!fix?.manifest) return 'no manifest is printed';
    const printed = parse(fix.manifest) as Manifest;
    const input = documentsOf(writtenInto(situation.before, printed));
    const { code, output } = await shell.paste('kubectl apply -f -', input);
    return code === 0 ? '' : `${fix.manifest}: ${output}`;
  }
  const lines = by === 'command' ? [fix?.command] : by;
  for (const line of lines) {
    if (!line) return 'no command is printed';
    const { code, output } = await shell.paste(line);
    if (code !== 0) return `${line}: ${output}`;
  }
  return '';
}

/** Brings the situation about and follows the printed fixes from stage to stage. */
export async function walk(
  situation: FixSituation,
  options: WalkOptions,
): Promise<Found[]> {
  const { shell } = options;
  for (const line of situation.then ?? []) {
    const { code, output } = await shell.paste(line);
    if (code !== 0) return [{ says: 'nothing', failed: [line, output] }];
  }
  const found: Found[] = [];
  for (const [index, stage] of situation.stages.entries()) {
    const seen = await arrive(situation, stage, options);
    if (!seen) return [...found, { says: 'nothing', failed: [] }];
    const [reason] = seen.membership.reasons;
    const failed = await verify(seen.membership, shell);
    const isLast = index === situation.stages.length - 1;
    const isThere = isAt(seen, stage);
    if (isThere && !isLast) {
      const fix = reason?.fix;
      failed.push(await mend(situation, stage, { fix, shell }));
    }
    found.push({
      says: seen.says,
      text: stage.text && reason?.text.id,
      fix: reason?.fix?.text.id,
      failed: failed.filter(Boolean),
    });
    if (!isThere) break;
  }
  for (const line of situation.undo ?? []) await shell.run(line);
  return found;
}

/** What {@link walk} finds where everything is right. */
export function expectedStages({ stages }: FixSituation): Found[] {
  return stages.map(({ says, text, fix }) => ({
    ...{ says, text, fix },
    failed: [],
  }));
}

/** kubectl waits for answers most of the time. */
const SHELLS = 8;

/** Several at a time; each has a namespace of its own. */
export async function walkAll(
  situations: readonly FixSituation[],
  options: WalkOptions,
): Promise<Map<FixSituation, Found[]>> {
  const walked = new Map<FixSituation, Found[]>();
  const waiting = [...situations];
  const walkNext = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      walked.set(next, await walk(next, options));
    }
  };
  await Promise.all(Array.from({ length: SHELLS }, walkNext));
  return walked;
}

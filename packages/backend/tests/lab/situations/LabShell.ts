import { execFile } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { findTool } from '../../../../../scripts/tools/findTool';
import type { TestLab } from '../../harness/TestLab';
import { documentsOf, type Manifest } from './manifests';

/** A line that hangs fails by its name, and not the suite as a whole. */
const TIMEOUT_MILLISECONDS = 30_000;

/** How a command line ended. */
interface Ended {
  /** 0 is success. */
  code: number;
  /** Standard output and error, as one sees them. */
  output: string;
}

/**
 * A shell whose kubectl reaches the lab, with `lab` for `npm run lab --`: commands are pasted into it as a reader of the page would.
 */
export class LabShell {
  readonly #env: NodeJS.ProcessEnv;

  private constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
  }

  /** @param cluster where a line without `--context` goes; left out: the first one */
  static async of(lab: TestLab, cluster?: string): Promise<LabShell> {
    const kubectl = await findTool('kubectl');
    const tools = [lab.binDirectory(), dirname(kubectl.path)];
    return new LabShell({
      ...process.env,
      KUBECONFIG: cluster ? lab.kubeconfigOf(cluster) : lab.kubeconfig,
      PATH: [...tools, process.env.PATH].join(delimiter),
    });
  }

  /** Pastes a line; never throws for a command that fails. */
  paste(line: string, input = ''): Promise<Ended> {
    return new Promise(resolve => {
      const child = execFile(
        'sh',
        ['-c', line],
        { env: this.#env, timeout: TIMEOUT_MILLISECONDS },
        (error, stdout, stderr) => {
          const code = error ? Number(error.code ?? 1) : 0;
          resolve({ code, output: stdout + stderr });
        },
      );
      // A command may end before it has read what it is given.
      child.stdin?.on('error', () => {});
      child.stdin?.end(input);
    });
  }

  /** A step of the preparation: throws unless it succeeds. */
  async run(line: string, input = ''): Promise<string> {
    const { code, output } = await this.paste(line, input);
    if (code !== 0) throw new Error(`${line}: ${output}`);
    return output;
  }

  async apply(items: readonly Manifest[]): Promise<void> {
    await this.run('kubectl apply -f -', documentsOf(items));
  }
}

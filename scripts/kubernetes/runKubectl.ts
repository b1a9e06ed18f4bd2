import { execFile } from 'node:child_process';
import { findTool, type FindToolOptions } from '../tools/findTool.ts';

export interface KubectlOptions extends FindToolOptions {
  kubeconfig: string;
  context?: string;
  /** Standard input, for `apply -f -`. */
  input?: string;
}

/** Runs kubectl from the tool table; resolves with standard output, rejects with standard error as the message. */
export async function runKubectl(
  args: readonly string[],
  { kubeconfig, context, input, ...options }: KubectlOptions,
): Promise<string> {
  const { path } = await findTool('kubectl', options);
  const to = ['--kubeconfig', kubeconfig];
  if (context) to.push('--context', context);
  return new Promise((resolve, reject) => {
    const child = execFile(
      path,
      [...to, ...args],
      { maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (!error) resolve(stdout);
        else
          reject(
            new Error(`kubectl ${args.join(' ')}: ${stderr || error.message}`),
          );
      },
    );
    // One that ends without reading its input says why on standard error.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

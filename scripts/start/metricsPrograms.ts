import { findTool } from '../tools/findTool.ts';
import { ToolMissingError } from '../tools/Tool.ts';

interface MetricsPrograms {
  /** Further options of the lab's `serve`; empty without the programs. */
  args: readonly string[];
  /** Why there are no metrics, and what to do about it. */
  missing?: string;
}

/** Prometheus and promtool for the lab. The rest runs without them. */
export async function findMetricsPrograms(
  report: (line: string) => void,
): Promise<MetricsPrograms> {
  try {
    const prometheus = await findTool('prometheus', { report });
    const promtool = await findTool('promtool', { report });
    return {
      args: ['--prometheus', prometheus.path, '--promtool', promtool.path],
    };
  } catch (error) {
    if (!(error instanceof ToolMissingError)) throw error;
    return { args: [], missing: error.message };
  }
}

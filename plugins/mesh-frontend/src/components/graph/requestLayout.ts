import type { LayoutInput, Places } from './geometry';
import { layoutGraph } from './layout';

function startWorker(): Worker | undefined {
  if (typeof Worker === 'undefined') return undefined;
  try {
    return new Worker(
      new URL('@meshport/plugin-mesh/graph-layout', import.meta.url),
      { type: 'module' },
    );
  } catch {
    // Browsers refuse workers from elsewhere, as where scripts come from a CDN.
    return undefined;
  }
}

/**
 * Lays out a graph beside the page in a worker; in the page itself where there is none
 * (tests, a security policy that forbids workers). Never answers once aborted.
 */
export function requestLayout(
  input: LayoutInput,
  signal: AbortSignal,
): Promise<Places> {
  const worker = startWorker();
  if (!worker) return Promise.resolve(layoutGraph(input));
  return new Promise(resolve => {
    signal.addEventListener('abort', () => worker.terminate());
    worker.onmessage = ({ data }: MessageEvent<Places>) => {
      worker.terminate();
      resolve(data);
    };
    worker.onerror = () => {
      worker.terminate();
      if (!signal.aborted) resolve(layoutGraph(input));
    };
    worker.postMessage(input);
  });
}

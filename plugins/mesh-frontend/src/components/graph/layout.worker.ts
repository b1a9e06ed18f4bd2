import type { LayoutInput } from './geometry';
import { layoutGraph } from './layout';

// Runs in a Web Worker, so that a large graph keeps nobody waiting.
onmessage = ({ data }: MessageEvent<LayoutInput>) =>
  postMessage(layoutGraph(data));

import { chromiumTool } from './chromiumTool.ts';
import { etcdTool, kubeApiServerTool, kubectlTool } from './goTools.ts';
import type { Tool } from './Tool.ts';

/** Every binary that the tests or the lab need beyond Node and npm packages. Nothing is installed into the system. */
export const TOOLS = {
  'kube-apiserver': kubeApiServerTool,
  etcd: etcdTool,
  kubectl: kubectlTool,
  chromium: chromiumTool,
} satisfies Record<string, Tool>;

export type ToolName = keyof typeof TOOLS;

import { chromiumTool } from './chromiumTool.ts';
import { gatewayApiTool, istioctlTool, istiodTool } from './istioTools.ts';
import { etcdTool, kubeApiServerTool, kubectlTool } from './kubernetesTools.ts';
import { postgresTool } from './postgresTool.ts';
import {
  prometheusTool,
  promtoolTool,
  victoriaMetricsTool,
} from './prometheusTools.ts';
import type { Tool } from './Tool.ts';

/** Every binary that the tests or the lab need beyond Node and npm packages. Nothing is installed into the system. */
export const TOOLS = {
  'kube-apiserver': kubeApiServerTool,
  etcd: etcdTool,
  kubectl: kubectlTool,
  'pilot-discovery': istiodTool,
  istioctl: istioctlTool,
  'gateway-api': gatewayApiTool,
  chromium: chromiumTool,
  prometheus: prometheusTool,
  promtool: promtoolTool,
  postgres: postgresTool,
  'victoria-metrics': victoriaMetricsTool,
} satisfies Record<string, Tool>;

export type ToolName = keyof typeof TOOLS;

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { findTool, type FindToolOptions } from '../tools/findTool.ts';

const run = promisify(execFile);

interface Webhook {
  clientConfig: { service?: { path: string }; url?: string };
}

export interface ManifestObject {
  kind: string;
  metadata: { name: string; labels?: Record<string, string> };
  webhooks?: Webhook[];
  spec?: {
    template?: {
      spec: { containers: { env?: { name: string; value?: string }[] }[] };
    };
  };
  [field: string]: unknown;
}

export interface IstioInstallation {
  /** Objects to apply: definitions of kinds first. */
  definitions: ManifestObject[];
  objects: ManifestObject[];
  /** What istiod's container has as environment, as far as it is text. */
  env: Record<string, string>;
}

/** What `istioctl install` would apply with these settings (`values.global.network=east`). */
export async function istioManifest(
  settings: Readonly<Record<string, string>>,
  options: FindToolOptions & { webhookUrl: string },
): Promise<IstioInstallation> {
  const { path } = await findTool('istioctl', options);
  const sets = Object.entries(settings).flatMap(([key, value]) => [
    '--set',
    `${key}=${value}`,
  ]);
  const { stdout } = await run(path, ['manifest', 'generate', ...sets], {
    maxBuffer: 64 * 1024 * 1024,
  });
  const all = parseAllDocuments(stdout)
    .map(document => document.toJS() as ManifestObject | null)
    .filter(object => object !== null);
  for (const { clientConfig } of all.flatMap(
    ({ webhooks }) => webhooks ?? [],
  )) {
    // Without kube-proxy the API server cannot dial the address of a Service.
    clientConfig.url = `${options.webhookUrl}${
      clientConfig.service?.path ?? ''
    }`;
    delete clientConfig.service;
  }
  const isDefinition = ({ kind }: ManifestObject) =>
    kind === 'CustomResourceDefinition';
  return {
    definitions: all.filter(isDefinition),
    objects: all.filter(object => !isDefinition(object)),
    env: environmentOf(all),
  };
}

function environmentOf(all: readonly ManifestObject[]): Record<string, string> {
  const istiod = all.find(
    ({ kind, metadata }) =>
      kind === 'Deployment' && metadata.labels?.app === 'istiod',
  );
  const entries = istiod?.spec?.template?.spec.containers[0]?.env ?? [];
  return Object.fromEntries(
    entries.flatMap(({ name, value }) =>
      value === undefined || name === 'KUBECONFIG' ? [] : [[name, value]],
    ),
  );
}

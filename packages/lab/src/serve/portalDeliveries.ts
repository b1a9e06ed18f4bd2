import { stringify } from 'yaml';
import type { JsonObject } from '../apiserver/KubeObject.ts';
import { OWNER, REPOSITORY } from '../forge/startForge.ts';
import type { ClusterEndpoint } from './clientFiles.ts';

/** A cluster that changes can be delivered to. */
export interface DeliveryTarget extends ClusterEndpoint {
  writerToken: string;
  /** Its objects come from the repository that Flux follows. */
  followsGit: boolean;
}

/** The forge as the portal has to know it. */
export interface ForgeAccess {
  /** `127.0.0.1:PORT` */
  host: string;
  token: string;
}

/** How the portal reaches the forge; Backstage knows it as a GitHub of one's own. */
export function forgeIntegration({ host, token }: ForgeAccess): JsonObject {
  return {
    github: [{ host, apiBaseUrl: `http://${host}/api/v3`, token }],
  };
}

/** Clusters whose objects do not come from the repository get their changes directly, each with its own token. */
export function withDeliveries(
  mesh: JsonObject | undefined,
  clusters: readonly DeliveryTarget[],
): JsonObject {
  const deliveries = clusters
    .filter(({ followsGit }) => !followsGit)
    .map(({ name, writerToken }) => ({
      clusters: [name],
      type: 'apply',
      token: writerToken,
    }));
  return { ...mesh, requests: { deliveries } };
}

/**
 * For those that do, as comments at the end of the file, until the portal can open pull requests: it refuses settings that it
 * does not know.
 */
export function pullRequestComment(
  clusters: readonly DeliveryTarget[],
  { host }: ForgeAccess,
): string {
  const names = clusters.filter(c => c.followsGit).map(c => c.name);
  const delivery = {
    clusters: names,
    type: 'pull-request',
    approval: 'portal',
    merge: 'auto',
    repoUrl: `${host}?owner=${OWNER}&repo=${REPOSITORY}`,
    path: 'clusters/{cluster}',
  };
  const block = stringify({ mesh: { requests: { deliveries: [delivery] } } });
  return block.replace(/^/gm, '# ').replace(/# $/, '');
}

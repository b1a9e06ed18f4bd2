import { createHash } from 'node:crypto';
import {
  formatTime,
  isJsonObject,
  type JsonObject,
} from '../apiserver/KubeObject.ts';
import { refOf, type Controller } from '../controllers/Controller.ts';
import { failing, statusOf, writeOutcome } from './fluxStatus.ts';
import type { GitSnapshot, GitSource } from './GitSource.ts';
import { INTERVAL, isOrder, isRunning, isSuspended } from './running.ts';

export const GIT_REPOSITORIES = 'gitrepositories.source.toolkit.fluxcd.io';

const MANAGER = 'source-controller';

/** Keeps the GitRepositories that name the source at what its branch is at; others are left as their world says. */
export function gitRepositoryController(source: GitSource): Controller {
  return {
    name: MANAGER,
    *concerns({ resource, object, previous, type }) {
      const isOurs = resource === GIT_REPOSITORIES && type !== 'DELETED';
      if (isOurs && isOrder(object, previous)) yield refOf(resource, object);
    },
    reconcile(ref, { store, timeline }) {
      const { snapshot, failure, url } = source;
      const object = store.get(ref);
      const spec = isJsonObject(object?.spec) ? object.spec : {};
      if (!snapshot || !object || spec.url !== url || isSuspended(object))
        return undefined;
      const again = { againAfter: INTERVAL };
      if (!isRunning(store, MANAGER)) return again;
      const now = timeline.now();
      const common = { store, ref, object, manager: MANAGER, now };
      if (failure === undefined) {
        const artifact = artifactOf(object, snapshot, now);
        const message = `stored artifact for revision '${snapshot.revision}'`;
        const stored = {
          status: 'True',
          reason: 'Succeeded',
          message,
        } as const;
        writeOutcome({
          ...common,
          outcomes: [
            { type: 'Ready', ...stored },
            { type: 'ArtifactInStorage', ...stored },
          ],
          fields: { artifact },
        });
        return again;
      }
      const message = `failed to checkout and determine revision: unable to clone '${url}': ${failure}`;
      const reason = 'GitOperationFailed';
      writeOutcome({
        ...common,
        outcomes: [
          ...failing(reason, message),
          { type: 'FetchFailed', status: 'True', reason, message },
        ],
      });
      return again;
    },
  };
}

/** The artifact of the snapshot; the one there is while the revision is the same. */
function artifactOf(
  object: { metadata: { name: string; namespace?: string }; status?: unknown },
  { revision, files }: GitSnapshot,
  now: Date,
): JsonObject {
  const { artifact } = isJsonObject(object.status) ? object.status : {};
  if (isJsonObject(artifact) && artifact.revision === revision) return artifact;
  const { name, namespace } = object.metadata;
  const commit = revision.split(':')[1];
  const path = `gitrepository/${namespace}/${name}/${commit}.tar.gz`;
  const digest = createHash('sha256').update(revision).digest('hex');
  const size = [...files.values()].reduce((sum, text) => sum + text.length, 0);
  return {
    digest: `sha256:${digest}`,
    lastUpdateTime: formatTime(now),
    path,
    revision,
    size,
    url: `http://source-controller.${namespace}.svc.cluster.local./${path}`,
  };
}

/** The revision that a GitRepository has fetched. */
export function fetchedRevision(
  object: Parameters<typeof statusOf>[0],
): string | undefined {
  const { artifact } = statusOf(object);
  const { revision } = isJsonObject(artifact) ? artifact : {};
  return typeof revision === 'string' ? revision : undefined;
}

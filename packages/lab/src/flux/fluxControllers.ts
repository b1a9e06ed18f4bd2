import type { DraftObject } from '../apiserver/KubeObject.ts';
import type { ObjectRef } from '../apiserver/kinds.ts';
import type { Store } from '../apiserver/Store.ts';
import { refOf, type Controller } from '../controllers/Controller.ts';
import {
  GIT_REPOSITORIES,
  gitRepositoryController,
} from './gitRepositoryController.ts';
import type { GitSource } from './GitSource.ts';
import {
  HELM_RELEASES,
  helmReleaseController,
} from './helmReleaseController.ts';
import {
  KUSTOMIZATIONS,
  kustomizationController,
} from './kustomizationController.ts';

/** What Flux runs in a cluster. Nothing happens before the source has a first commit: the past of a world is its history. */
export function fluxControllers(
  source: GitSource,
  manifests: readonly DraftObject[],
): Controller[] {
  return [
    gitRepositoryController(source),
    kustomizationController(source),
    helmReleaseController(source, manifests),
  ];
}

/** What the controllers have to look at when the source has changed. */
export function concernedBySource(
  store: Store,
): { controller: string; ref: ObjectRef }[] {
  const kinds: [string, string][] = [
    ['source-controller', GIT_REPOSITORIES],
    ['kustomize-controller', KUSTOMIZATIONS],
    ['helm-controller', HELM_RELEASES],
  ];
  return kinds
    .filter(([, resource]) => store.kinds.get(resource))
    .flatMap(([controller, resource]) =>
      store
        .list(resource)
        .items.map(object => ({ controller, ref: refOf(resource, object) })),
    );
}

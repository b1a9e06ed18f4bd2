import type { KnownReason } from '@meshport/plugin-mesh-common';
import type { ClusterAlias } from './aliases';

/** What the platform team should look at in the names of a cluster. */
export function aliasReasons(aliases: readonly ClusterAlias[]): KnownReason[] {
  return aliases.flatMap(({ conflict, fix }) =>
    conflict
      ? [
          {
            code: 'alias-conflict',
            text: conflict,
            ...(fix ? { fix: { text: fix } } : {}),
            evidence: [],
          },
        ]
      : [],
  );
}

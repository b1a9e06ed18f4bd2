import {
  type KnownReason,
  type ObjectRef,
  text,
} from '@meshport/plugin-mesh-common';
import type { ClusterSnapshot } from '@meshport/plugin-mesh-node';
import { configEntryKinds } from './kinds';

/** Enough to look at: all are refused while Consul is not there. */
const MOST_SHOWN = 20;
/** Consul's messages can repeat a whole object. */
const LONGEST_MESSAGE = 200;

interface Refused {
  readonly ref: ObjectRef;
  readonly message: string;
}

function refused(snapshot: ClusterSnapshot): Refused[] {
  return configEntryKinds.flatMap(kind =>
    snapshot.kind(kind).items.flatMap(({ metadata, status }) => {
      const synced = status.conditions.find(({ type }) => type === 'Synced');
      if (synced?.status !== 'False') return [];
      const ref = {
        cluster: snapshot.cluster.name,
        apiVersion: `${kind.group}/v1alpha1`,
        kind: kind.kind,
        namespace: metadata.namespace,
        name: metadata.name,
      };
      return [{ ref, message: synced.message ?? synced.reason ?? '' }];
    }),
  );
}

function shortened(message: string): string {
  const [line = ''] = message.split('\n');
  return line.length > LONGEST_MESSAGE
    ? `${line.slice(0, LONGEST_MESSAGE)}...`
    : line;
}

/** Custom resources that Consul does not take over, with what it says of the first. */
export function refusedEntries(snapshot: ClusterSnapshot): KnownReason[] {
  const all = refused(snapshot);
  const [first] = all;
  if (!first) return [];
  return [
    {
      code: 'config-not-synced',
      text: text('reason.config-not-synced', {
        count: all.length,
        kind: first.ref.kind,
        name: first.ref.name,
        namespace: first.ref.namespace ?? '',
        cluster: snapshot.cluster.name,
        message: shortened(first.message),
      }),
      evidence: all.slice(0, MOST_SHOWN).map(({ ref }) => ref),
    },
  ];
}

import { compareFields } from '../fieldSets.ts';
import {
  isJsonObject,
  type DraftObject,
  type JsonObject,
  type KubeObject,
} from '../KubeObject.ts';
import { appliedFields } from './appliedFields.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** The manager of `kubectl apply --server-side`, of whose past on the client side the server knows. */
const KUBECTL = 'kubectl';

/**
 * Fields that kubectl may change whoever owns them: it applied them on the client side, and nobody has given them another
 * value since.
 */
export function ownedByLastApplied(
  live: KubeObject,
  manager: string,
  custom: boolean,
): ReadonlySet<string> {
  const said = manager === KUBECTL ? saidIn(live) : undefined;
  if (!said) return new Set();
  const fields = appliedFields(said, custom);
  const { written } = compareFields({ before: live, after: said, custom });
  return new Set([...fields].filter(path => !written.has(path)));
}

function saidIn(live: KubeObject): JsonObject | undefined {
  const text = live.metadata.annotations?.[LAST_APPLIED];
  if (text === undefined) return undefined;
  try {
    const said: unknown = JSON.parse(text);
    return isJsonObject(said) ? said : undefined;
  } catch {
    // Anybody may write into an annotation; what is no JSON says nothing.
    return undefined;
  }
}

/** The object with the annotation brought up to date, so that kubectl can go back to applying on the client side. */
export function withLastApplied(
  object: DraftObject,
  config: DraftObject,
  manager: string,
): DraftObject {
  const { annotations } = object.metadata;
  if (manager !== KUBECTL || annotations?.[LAST_APPLIED] === undefined)
    return object;
  const note = `${JSON.stringify(config)}\n`;
  return {
    ...object,
    metadata: {
      ...object.metadata,
      annotations: { ...annotations, [LAST_APPLIED]: note },
    },
  };
}

import { isTimeParam } from '@meshport/plugin-mesh-common';

const IP_ADDRESS = /\b\d{1,3}(\.\d{1,3}){3}\b/g;
/** Facts of the API server itself, not of what is in it. */
const OWN_FACTS = new Set(['since', 'observedAt', 'kubernetesVersion']);

function isText(value: object): value is { id: string; params: object } {
  return 'id' in value && 'params' in value && 'message' in value;
}

function withoutTimes(params: object): unknown {
  return Object.fromEntries(
    Object.entries(params).filter(([, value]) => !isTimeParam(value)),
  );
}

/**
 * An answer without what differs between two clusters that hold the same objects: times and IP addresses. Sentences are
 * reduced to id and params, because the English text contains times.
 */
export function comparable(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(IP_ADDRESS, '<ip>');
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  if (isText(value)) {
    return {
      id: value.id,
      params: comparable(withoutTimes(value.params)),
    };
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !OWN_FACTS.has(key))
      .map(([key, part]) => [key, comparable(part)]),
  );
}

import type {
  MeshRequest,
  RequestForm,
  RequestState,
} from '@meshport/plugin-mesh-common';
import { canonicalJson, contentHash } from '../contentHash';

/** Nothing more comes of these by themselves, so the same may be asked for again. */
const CLOSED: readonly RequestState[] = [
  ...(['done', 'rejected', 'withdrawn', 'expired'] as const),
  ...(['failed', 'partly-done'] as const),
];

/** Lists in forms name things, in no order. */
function withoutOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(withoutOrder);
    return items.sort((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withoutOrder(item)]),
  );
}

/** Equal for forms that ask for the same. */
export function formKey(form: RequestForm): string {
  return contentHash(withoutOrder(form));
}

/** What no other open request may have; undefined for one that is closed. */
export function openKey({
  form,
  state,
}: Pick<MeshRequest, 'form' | 'state'>): string | undefined {
  return CLOSED.includes(state) ? undefined : formKey(form);
}

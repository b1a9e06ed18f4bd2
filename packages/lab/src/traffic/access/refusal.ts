import type { Access, Refusal } from './Access.ts';
import { refusedByCilium } from './ciliumPolicies.ts';
import { refusedByConsul } from './consulIntentions.ts';
import { refusedByIstio } from './istioPolicies.ts';
import { refusedByLinkerd } from './linkerdPolicies.ts';

/** What the objects in the server's cluster say against a call; undefined: it may pass. */
export function refusalOf(access: Access): Refusal | undefined {
  return (
    refusedByIstio(access) ??
    refusedByLinkerd(access) ??
    refusedByConsul(access) ??
    refusedByCilium(access)
  );
}

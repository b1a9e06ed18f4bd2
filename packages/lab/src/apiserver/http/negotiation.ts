import { StatusError } from '../StatusError.ts';

/** The form in which objects are sent: whole, as rows for a terminal, or their metadata only. */
export type Form =
  | { as: 'Object' }
  | { as: 'Table'; version: string }
  | { as: 'PartialObjectMetadata'; version: string };

export type Encoding = 'json' | 'yaml';

export interface Representation {
  form: Form;
  encoding: Encoding;
}

const DEFAULT: Representation = { form: { as: 'Object' }, encoding: 'json' };

const PARTIAL_NAMES: ReadonlySet<string> = new Set([
  'PartialObjectMetadata',
  'PartialObjectMetadataList',
]);

/** The first of the accepted media types that can be sent; throws 406 when there is none. */
export function negotiate(accept: string | undefined): Representation {
  if (!accept) return DEFAULT;
  for (const offer of accept.split(',')) {
    const representation = parseOffer(offer.trim());
    if (representation) return representation;
  }
  throw new StatusError({
    code: 406,
    reason: 'NotAcceptable',
    message:
      'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    details: {},
  });
}

function parseOffer(offer: string): Representation | undefined {
  const [type, ...rest] = offer.split(';').map(part => part.trim());
  const parameters = new Map(
    rest.map(part => {
      const [name, value = ''] = part.split('=');
      return [name, value] as const;
    }),
  );
  // It has one form, which its path gives.
  if (type.startsWith('application/com.github.proto-openapi')) return DEFAULT;
  const encoding = encodingOf(type);
  if (!encoding) return undefined;
  const as = parameters.get('as');
  const version = parameters.get('v') ?? 'v1';
  if (!as) return { form: { as: 'Object' }, encoding };
  const group = parameters.get('g');
  // Which answer discovery gives is its own affair; it is JSON in any case.
  if (group === 'apidiscovery.k8s.io')
    return { form: { as: 'Object' }, encoding };
  if (group !== 'meta.k8s.io' || !['v1', 'v1beta1'].includes(version)) {
    return undefined;
  }
  if (as === 'Table') return { form: { as, version }, encoding };
  if (PARTIAL_NAMES.has(as)) {
    return { form: { as: 'PartialObjectMetadata', version }, encoding };
  }
  return undefined;
}

function encodingOf(type: string): Encoding | undefined {
  switch (type) {
    case 'application/json':
    case 'application/*':
    case '*/*':
      return 'json';
    case 'application/yaml':
      return 'yaml';
    default:
      return undefined;
  }
}

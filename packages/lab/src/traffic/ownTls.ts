import type { ServicePort } from '../controllers/objects.ts';

const TLS = ['https', 'tls'];

/**
 * Whether applications speak TLS of their own on a port of a Service: by its `appProtocol`, else by the first part of
 * its name, as Istio reads both (Protocol Selection in its documentation). Other meshes find out by the first bytes,
 * which comes to the same where the port tells the truth.
 */
export function isOwnTls({ appProtocol, name }: ServicePort): boolean {
  const declared = appProtocol ?? name?.split('-')[0] ?? '';
  return TLS.includes(declared.toLowerCase());
}

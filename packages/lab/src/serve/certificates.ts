import { X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';

/** PEM throughout. */
export interface ServerCertificate {
  ca: string;
  cert: string;
  key: string;
}

const DAY = 86_400_000;
const LIFETIME = 825 * DAY;
const RENEW_BEFORE = 30 * DAY;

/**
 * A new certificate authority and a certificate of it for this machine. The authority's key is not kept, so nobody
 * can sign anything else with it.
 */
export async function createCertificate(now: Date): Promise<ServerCertificate> {
  const validity = {
    notBeforeDate: new Date(now.getTime() - DAY),
    notAfterDate: new Date(now.getTime() + LIFETIME),
  };
  const common = { keyType: 'ec' as const, algorithm: 'sha256', ...validity };
  const ca = await generate([{ name: 'commonName', value: 'Meshport lab' }], {
    ...common,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate(
    [{ name: 'commonName', value: 'Meshport lab API server' }],
    {
      ...common,
      ca: { key: ca.private, cert: ca.cert },
      extensions: [
        { name: 'basicConstraints', cA: false },
        { name: 'keyUsage', digitalSignature: true },
        { name: 'extKeyUsage', serverAuth: true },
        {
          name: 'subjectAltName',
          altNames: [
            { type: 2, value: 'localhost' },
            { type: 7, ip: '127.0.0.1' },
          ],
        },
      ],
    },
  );
  return { ca: ca.cert, cert: server.cert, key: server.private };
}

/** Whether it is of that authority and still good for a month. */
export function isUsable({ ca, cert }: ServerCertificate, now: Date): boolean {
  const certificate = new X509Certificate(cert);
  const ends = Date.parse(certificate.validTo);
  return (
    ends - now.getTime() > RENEW_BEFORE &&
    certificate.verify(new X509Certificate(ca).publicKey)
  );
}

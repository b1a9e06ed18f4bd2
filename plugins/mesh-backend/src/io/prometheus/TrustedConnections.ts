import { readFile } from 'node:fs/promises';
import { Agent } from 'undici';
import { errorCode } from '../kube/callKubernetesPlugin';
import { MetricsSourceError } from './MetricsSource';

const CERTIFICATE = /CERT|SIGNATURE|ISSUER|ERR_TLS|ERR_SSL/;

/** True where the code of a failed connection is about who the other end is. */
export function isCertificateCode(code: string): boolean {
  return CERTIFICATE.test(code);
}

/**
 * Connections to one store, kept open between requests, with the certificate
 * authorities of a file where one is named. The file is read when first needed, and
 * again after a certificate was not trusted: it may have been renewed since.
 */
export class TrustedConnections {
  private agent: Promise<Agent> | undefined;

  constructor(private readonly caFile: string | undefined) {}

  /** Rejects with a MetricsSourceError where the file cannot be read. */
  async open(): Promise<Agent> {
    this.agent ??= this.connect();
    try {
      return await this.agent;
    } catch (error) {
      this.agent = undefined;
      throw error;
    }
  }

  /** To be told how a request ended. */
  async failed(code: string): Promise<void> {
    if (this.caFile === undefined || !isCertificateCode(code)) return;
    const { agent } = this;
    this.agent = undefined;
    await (await agent)?.close();
  }

  private async connect(): Promise<Agent> {
    if (this.caFile === undefined) return new Agent();
    try {
      return new Agent({
        connect: { ca: await readFile(this.caFile, 'utf8') },
      });
    } catch (error) {
      throw new MetricsSourceError(
        'unreachable',
        'The file of certificate authorities cannot be read',
        { detail: `caFile ${errorCode(error)}` },
      );
    }
  }
}

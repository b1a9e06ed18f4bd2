import { text, type Text } from '@meshport/plugin-mesh-common';
import { MetricsSourceError, type MetricsFault } from './MetricsSource';
import { isCertificateCode } from './TrustedConnections';

/** What went wrong at a store: for decisions, and for people. */
export interface StoreFault {
  /** `own`: what it answered was right, and the portal failed at it. */
  readonly fault: MetricsFault | 'own';
  readonly reason: Text;
}

function unreachableText(store: string, detail: string): Text {
  if (detail === 'ECONNREFUSED') return text('store.refused', { store });
  if (detail.startsWith('caFile'))
    return text('store.ca-file', { store, detail });
  return isCertificateCode(detail)
    ? text('store.certificate', { store, detail })
    : text('store.unreachable', { store, detail });
}

function failedText(store: string, status: number | undefined): Text {
  const httpStatus = status ?? 0;
  if (httpStatus === 429) return text('store.rate-limited', { store });
  if (httpStatus === 404) return text('store.not-found', { store });
  return httpStatus >= 300 && httpStatus < 400
    ? text('store.redirected', { store, httpStatus })
    : text('store.failed', { store, httpStatus });
}

function reasonOf(store: string, error: MetricsSourceError): Text {
  const { fault, detail, status } = error;
  switch (fault) {
    case 'unreachable':
      return unreachableText(store, detail);
    case 'failed':
      return failedText(store, status);
    case 'rejected':
      return text('store.rejected', { store, detail: detail || 'HTTP 400' });
    default:
      return text(`store.${fault}`, { store });
  }
}

/** Why a store gave no answer; a fault that is not the store's is the portal's own. */
export function describeStoreFault(store: string, error: unknown): StoreFault {
  if (error instanceof MetricsSourceError) {
    return { fault: error.fault, reason: reasonOf(store, error) };
  }
  return { fault: 'own', reason: text('store.own-fault', { store }) };
}

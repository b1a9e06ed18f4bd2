import { checksMessages } from './messages.checks';
import { ciliumMessages } from './messages.cilium';
import { consulMessages } from './messages.consul';
import { dependenciesMessages } from './messages.dependencies';
import { editsMessages } from './messages.edits';
import { exportsMessages } from './messages.exports';
import { istioMessages } from './messages.istio';
import { linksMessages } from './messages.links';
import { linkerdMessages } from './messages.linkerd';
import { lookedForMessages } from './messages.lookedFor';
import { membershipMessages } from './messages.membership';
import { metricsMessages } from './messages.metrics';
import { networkMessages } from './messages.network';
import { preflightMessages } from './messages.preflight';
import { requestsMessages } from './messages.requests';
import { sidecarMessages } from './messages.sidecar';
import { setupMessages } from './messages.setup';
import { sourceMessages } from './messages.source';
import { storeAnswerMessages } from './messages.storeAnswers';
import { storesMessages } from './messages.stores';

/**
 * Every sentence that the backend can say, in English. The frontend's translation
 * ref carries the same keys, so that adopters can translate them. `{{name}}` is a
 * parameter; a time reads "on 2026-11-14 at 08:00 UTC" in API answers and
 * "6 days ago" on pages. Keys ending in `_one` and `_other` are chosen by `count`.
 */
export const englishMessages: Readonly<Record<string, string>> = {
  ...lookedForMessages,
  ...checksMessages,
  ...ciliumMessages,
  ...consulMessages,
  ...dependenciesMessages,
  ...editsMessages,
  ...exportsMessages,
  ...istioMessages,
  ...linksMessages,
  ...linkerdMessages,
  ...membershipMessages,
  ...metricsMessages,
  ...networkMessages,
  ...preflightMessages,
  ...requestsMessages,
  ...sidecarMessages,
  ...setupMessages,
  ...sourceMessages,
  ...storeAnswerMessages,
  ...storesMessages,
};

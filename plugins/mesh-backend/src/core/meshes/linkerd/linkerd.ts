import {
  type Mesh,
  webhookConfigurationKind,
} from '@meshport/plugin-mesh-node';
import { adapt } from './adapt';
import { detect, leftovers } from './detect';
import { enrol } from './enrol';
import { linkerdExportRules } from './exports/rules';
import {
  authorizationPolicyKind,
  linkerdConfigKind,
  linkKind,
  serverAuthorizationKind,
  serverKind,
} from './kinds';
import { INJECT, LINKERD_KEYS } from './names';
import { linkerdQueries } from './queries/linkerdQueries';

/** Linkerd: sidecars, their policies, and services mirrored from other clusters. */
export const linkerd: Mesh = {
  id: 'linkerd',
  title: 'Linkerd',
  kinds: [
    webhookConfigurationKind,
    linkerdConfigKind,
    linkKind,
    serverKind,
    authorizationPolicyKind,
    serverAuthorizationKind,
  ],
  keys: LINKERD_KEYS,
  namespaceAnnotations: [INJECT],
  detect,
  leftovers,
  adapt,
  enrol,
  exports: linkerdExportRules,
  queries: linkerdQueries,
};

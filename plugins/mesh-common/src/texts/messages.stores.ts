/**
 * Why a metrics store gives no numbers (`store.*`), what is to be known of those that
 * it gives (`store-note.*`), and what its configuration lacks (`setup.store-*`). The
 * last numbers stay on the page for five minutes, with their age.
 */
export const storesMessages = {
  'store.unreachable':
    'Metrics store {{store}} cannot be reached ({{detail}}). The portal keeps trying.',
  'store.refused':
    'Metrics store {{store}} refuses connections. The portal keeps trying.',
  'store.certificate':
    'The certificate of metrics store {{store}} is not trusted ({{detail}}). Name its certificate authority with mesh.metrics.stores.{{store}}.caFile.',
  'store.ca-file':
    'The certificate authority of metrics store {{store}} cannot be read ({{detail}}). Check mesh.metrics.stores.{{store}}.caFile.',
  'store.credentials':
    'Metrics store {{store}} does not accept the credentials of the portal (HTTP 401). Renew bearerToken, basic or headers under mesh.metrics.stores.{{store}}.',
  'store.forbidden':
    'The portal may not ask metrics store {{store}} (HTTP 403). Let its account query the store, or check mesh.metrics.stores.{{store}}.tenant.',
  'store.rejected':
    'Metrics store {{store}} does not understand a query of the portal. It says: {{detail}}',
  'store.rejected-unquoted':
    'Metrics store {{store}} does not understand a query of the portal. The platform team finds on /mesh/setup what it says.',
  'store.too-much':
    'Metrics store {{store}} refuses to answer that much at once. The portal asks for it in parts.',
  'store.deadline':
    'Metrics store {{store}} did not answer in time. The portal keeps trying, and asks for less at once.',
  'store.garbled':
    'What answers at the address of metrics store {{store}} does not speak the HTTP API of Prometheus. Check mesh.metrics.stores.{{store}}.url.',
  'store.not-found':
    'At the address of metrics store {{store}} there is no Prometheus API (HTTP 404). Check mesh.metrics.stores.{{store}}.url: what comes before /api/v1/query.',
  'store.redirected':
    'Metrics store {{store}} sends the portal to another address (HTTP {{httpStatus}}), where it does not go with its credentials. Name the final address as mesh.metrics.stores.{{store}}.url.',
  'store.rate-limited':
    'Metrics store {{store}} is asked too often (HTTP 429). Raise its limit, or mesh.metrics.refresh.seconds.',
  'store.failed':
    'Metrics store {{store}} answers with HTTP {{httpStatus}}. The portal keeps trying.',
  'store.own-fault':
    'What metrics store {{store}} answered could not be put together, which is a fault of the portal. Whoever runs the portal finds the cause in its log.',
  'store.budget-spent':
    'Metrics store {{store}} was not asked for this: one refresh may not cost more.',
  'store.starting':
    'Metrics store {{store}} is being asked for the first time.',

  'store-note.stale':
    'The numbers of metrics store {{store}} are those of {{since}}.',
  'store-note.warnings':
    'Metrics store {{store}} warns that its answer may not be complete. It says: {{detail}}',
  'store-note.warnings-unquoted':
    'Metrics store {{store}} warns that its answer may not be complete.',
  'store-note.partial':
    'Metrics store {{store}} did not reach all of its own data, so numbers may be too low.',
  'store-note.clock':
    'The clock of metrics store {{store}} is {{seconds}} s off that of the portal. Numbers are those of its own clock.',
  'store-note.failed-queries_one':
    '1 query to metrics store {{store}} failed ({{queries}}); what it counts is not known.',
  'store-note.failed-queries_other':
    '{{count}} queries to metrics store {{store}} failed ({{queries}}); what they count is not known.',
  'store-note.too-large':
    'Metrics store {{store}} has more series than one refresh may read ({{megabytes}} MB). What is missing: {{queries}}. Narrow it with mesh.metrics.stores.{{store}}.matchers.',

  'setup.no-store':
    'No metrics store is configured, so nothing is known of traffic. Add one to the configuration of the portal.',
  'setup.store-of-cluster-unknown':
    'It is not configured which metrics store has the numbers of cluster {{cluster}}. Name it with mesh.clusters.{{cluster}}.metrics.',
  'setup.store-without-label':
    'Metrics store {{store}} has the numbers of several clusters ({{clusters}}), but no clusterLabel that tells them apart. Name the label with mesh.metrics.stores.{{store}}.clusterLabel.',
  'setup.store-label-not-found':
    'Metrics store {{store}} has no series of cluster {{cluster}} ({{label}}="{{value}}"). Name the value with mesh.clusters.{{cluster}}.aliases.metrics.',
  'setup.store-unknown-values':
    'Metrics store {{store}} has series of {{values}}, which no cluster of the portal is called. Name them with mesh.clusters.<name>.aliases.metrics.',
} as const satisfies Readonly<Record<string, string>>;

/**
 * What is known of traffic and what is not (`golden.*`), how a service is doing
 * (`health.*`), what it is held to (`objective.*`), and what is missing in charts
 * (`series.*`).
 */
export const metricsMessages = {
  'golden.not-configured':
    'No metrics store is configured for cluster {{cluster}}, so its traffic is not known. Add one under mesh.metrics.stores.',
  'golden.first-refresh':
    'Metrics store {{store}} is being asked for the first time.',
  'golden.next-refresh':
    'Cluster {{cluster}} has only just been read; its numbers come with the next refresh of metrics store {{store}}.',
  'golden.no-series':
    'Metrics store {{store}} has no series of cluster {{cluster}}. Check that the cluster is scraped, and that mesh.clusters.{{cluster}}.aliases.metrics is the value of its cluster label.',
  'golden.no-data':
    'Metrics store {{store}} has no series of this service: its proxies are not scraped, or nobody has called it since they started.',
  'golden.no-proxy':
    'No pod of the service is in a mesh, so nothing counts its calls.',
  'golden.no-waypoint':
    'No HTTP metrics: namespace {{namespace}} has no waypoint, so only bytes and connections are known.',
  'golden.tcp-only':
    'No HTTP requests were counted, so only bytes and connections are known.',
  'golden.tcp-protocol':
    'No HTTP metrics: the protocol of the service is tcp, so only bytes and connections are known. Set the protocol in its ServiceDefaults if it speaks HTTP.',
  'golden.shared-workload_one':
    'These are all calls to its pods, which another Service selects, too; they are not counted apart.',
  'golden.shared-workload_other':
    'These are all calls to its pods, which {{count}} other Services select, too; they are not counted apart.',
  'golden.by-callers':
    'Nothing counts calls where they arrive, so these are the ones that callers counted. Callers outside of the mesh are missing.',
  'golden.stands-for':
    'It stands for {{service}} in {{cluster}}; calls are counted there.',
  'golden.stands-for-others':
    '{{service}} stands for services of other clusters; calls are counted there.',
  'golden.partly-stale': 'The numbers of {{clusters}} are old.',
  'golden.partly-by-callers':
    'In {{clusters}} nothing counts calls where they arrive, so what callers counted is taken; callers outside of the mesh are missing.',
  'golden.partly-unknown': 'Without {{clusters}}, whose numbers are not known.',
  'golden.partly-counted':
    'Without {{clusters}}, where nothing counts calls of this service.',

  'health.errors.default':
    '{{percent}} % of the requests of the last {{minutes}} minutes failed; at most {{allowed}} % should (platform default).',
  'health.errors.config':
    '{{percent}} % of the requests of the last {{minutes}} minutes failed; at most {{allowed}} % should (what the platform asks for).',
  'health.errors.annotation':
    '{{percent}} % of the requests of the last {{minutes}} minutes failed; at most {{allowed}} % should (the objective of the service).',
  'health.latency.default':
    'One of 100 requests takes {{milliseconds}} ms or longer; it should take less than {{allowed}} ms (platform default).',
  'health.latency.config':
    'One of 100 requests takes {{milliseconds}} ms or longer; it should take less than {{allowed}} ms (what the platform asks for).',
  'health.latency.annotation':
    'One of 100 requests takes {{milliseconds}} ms or longer; it should take less than {{allowed}} ms (the objective of the service).',
  'health.overhead.default':
    'The way between clusters adds {{milliseconds}} ms to a call; it should add less than {{allowed}} ms (platform default).',
  'health.overhead.config':
    'The way between clusters adds {{milliseconds}} ms to a call; it should add less than {{allowed}} ms (what the platform asks for).',
  'health.overhead.annotation':
    'The way between clusters adds {{milliseconds}} ms to a call; it should add less than {{allowed}} ms (the objective of the service).',
  'health.too-few_one':
    'Only 1 request came in the last {{minutes}} minutes; with fewer than {{least}} nothing is said of its health.',
  'health.too-few_other':
    'Only {{count}} requests came in the last {{minutes}} minutes; with fewer than {{least}} nothing is said of its health.',
  'health.not-held':
    'The newest numbers are those of another state; it is shown when the next ones say the same.',
  'health.too-old':
    'The last numbers came {{since}}, which is too long ago to say how the service is doing.',

  'objective.invalid.success':
    'The annotation {{annotation}} of {{entity}} is "{{value}}", which is no percentage from 1 to 99.9999, so it does not count.',
  'objective.invalid.p99':
    'The annotation {{annotation}} of {{entity}} is "{{value}}", which is no number of milliseconds from 1 to 3600000, so it does not count.',

  'series.without-store':
    'The numbers of the whole service leave out {{clusters}}: it is not configured which metrics store has their numbers.',
  'series.no-joint-latency':
    'How long requests take in all clusters together is known for the last hour only; for each cluster it is known as long as its store remembers.',
} as const satisfies Readonly<Record<string, string>>;

import type { JsonObject, KubeObject } from './KubeObject.ts';
import { isJsonObject } from './KubeObject.ts';
import { child, objects, setMissing } from './fields.ts';
import { GATEWAY_API_DEFAULTERS } from './gatewayApiDefaults.ts';
import { resourceId, type ResourceKind } from './kinds.ts';

type Defaulter = (object: KubeObject, spec: JsonObject) => void;

/** Adds what the real API server adds to an object that leaves it out. Alters and returns its argument. */
export function applyDefaults(
  kind: ResourceKind,
  object: KubeObject,
): KubeObject {
  const defaulter = DEFAULTERS[resourceId(kind)];
  if (defaulter) {
    const spec = isJsonObject(object.spec) ? object.spec : {};
    defaulter(object, spec);
    if (Object.keys(spec).length > 0) object.spec = spec;
  }
  return object;
}

const DEFAULTERS: Readonly<Record<string, Defaulter>> = {
  ...GATEWAY_API_DEFAULTERS,
  namespaces: (object, spec) => {
    setMissing(spec, { finalizers: ['kubernetes'] });
    const { labels = {}, name } = object.metadata;
    if (name) {
      object.metadata.labels = {
        ...labels,
        'kubernetes.io/metadata.name': name,
      };
    }
  },
  pods: (_object, spec) => {
    setMissing(spec, { enableServiceLinks: true });
    podSpecDefaults(spec);
  },
  services: (_object, spec) => serviceDefaults(spec),
  'deployments.apps': (_object, spec) => {
    setMissing(spec, {
      progressDeadlineSeconds: 600,
      replicas: 1,
      revisionHistoryLimit: 10,
    });
    const strategy = child(spec, 'strategy');
    setMissing(strategy, { type: 'RollingUpdate' });
    if (strategy.type === 'RollingUpdate') {
      setMissing(child(strategy, 'rollingUpdate'), {
        maxSurge: '25%',
        maxUnavailable: '25%',
      });
    }
    templateDefaults(spec);
  },
  'replicasets.apps': (_object, spec) => {
    setMissing(spec, { replicas: 1 });
    templateDefaults(spec);
  },
  'statefulsets.apps': (_object, spec) => {
    setMissing(spec, {
      podManagementPolicy: 'OrderedReady',
      replicas: 1,
      revisionHistoryLimit: 10,
      persistentVolumeClaimRetentionPolicy: {
        whenDeleted: 'Retain',
        whenScaled: 'Retain',
      },
    });
    const strategy = child(spec, 'updateStrategy');
    setMissing(strategy, { type: 'RollingUpdate' });
    if (strategy.type === 'RollingUpdate') {
      setMissing(child(strategy, 'rollingUpdate'), { partition: 0 });
    }
    templateDefaults(spec);
  },
  'daemonsets.apps': (_object, spec) => {
    setMissing(spec, { revisionHistoryLimit: 10 });
    const strategy = child(spec, 'updateStrategy');
    setMissing(strategy, { type: 'RollingUpdate' });
    if (strategy.type === 'RollingUpdate') {
      setMissing(child(strategy, 'rollingUpdate'), {
        maxSurge: 0,
        maxUnavailable: 1,
      });
    }
    templateDefaults(spec);
  },
  secrets: object => {
    const data = isJsonObject(object.data) ? object.data : {};
    const plain = isJsonObject(object.stringData) ? object.stringData : {};
    for (const [key, value] of Object.entries(plain)) {
      data[key] = Buffer.from(String(value)).toString('base64');
    }
    Reflect.deleteProperty(object, 'stringData');
    if (Object.keys(data).length > 0) object.data = data;
    setMissing(object, { type: 'Opaque' });
  },
  'mutatingwebhookconfigurations.admissionregistration.k8s.io': object => {
    for (const webhook of objects(object.webhooks)) {
      webhookDefaults(webhook);
      setMissing(webhook, { reinvocationPolicy: 'Never' });
    }
  },
  'validatingwebhookconfigurations.admissionregistration.k8s.io': object => {
    for (const webhook of objects(object.webhooks)) webhookDefaults(webhook);
  },
  'jobs.batch': (_object, spec) => jobDefaults(spec),
  'cronjobs.batch': (_object, spec) => {
    setMissing(spec, {
      concurrencyPolicy: 'Allow',
      failedJobsHistoryLimit: 1,
      successfulJobsHistoryLimit: 3,
      suspend: false,
    });
    const template = child(spec, 'jobTemplate');
    setMissing(template, { metadata: {} });
    templateDefaults(child(template, 'spec'));
  },
};

function jobDefaults(spec: JsonObject): void {
  setMissing(spec, {
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    completions: 1,
    manualSelector: false,
    parallelism: 1,
    podReplacementPolicy: 'TerminatingOrFailed',
    suspend: false,
  });
  templateDefaults(spec);
}

function serviceDefaults(spec: JsonObject): void {
  setMissing(spec, { sessionAffinity: 'None', type: 'ClusterIP' });
  if (spec.type === 'ExternalName') return;
  setMissing(spec, { internalTrafficPolicy: 'Cluster' });
  if (spec.type === 'LoadBalancer' || spec.type === 'NodePort') {
    setMissing(spec, { externalTrafficPolicy: 'Cluster' });
  }
  for (const port of objects(spec.ports)) {
    setMissing(port, { protocol: 'TCP', targetPort: port.port });
  }
}

function webhookDefaults(webhook: JsonObject): void {
  setMissing(webhook, {
    failurePolicy: 'Fail',
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
    timeoutSeconds: 10,
  });
  for (const rule of objects(webhook.rules)) setMissing(rule, { scope: '*' });
  const { clientConfig } = webhook;
  const service = isJsonObject(clientConfig) ? clientConfig.service : undefined;
  if (isJsonObject(service)) setMissing(service, { port: 443 });
}

function templateDefaults(spec: JsonObject): void {
  if (!isJsonObject(spec.template)) return;
  setMissing(spec.template, { metadata: {} });
  podSpecDefaults(child(spec.template, 'spec'));
}

function podSpecDefaults(spec: JsonObject): void {
  setMissing(spec, {
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
  });
  if (typeof spec.serviceAccountName === 'string') {
    setMissing(spec, { serviceAccount: spec.serviceAccountName });
  }
  for (const list of [spec.containers, spec.initContainers]) {
    for (const container of objects(list)) {
      containerDefaults(container, spec.hostNetwork === true);
    }
  }
  for (const volume of objects(spec.volumes)) volumeDefaults(volume);
}

function containerDefaults(container: JsonObject, hostNetwork: boolean): void {
  setMissing(container, {
    imagePullPolicy: pullPolicy(container.image),
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  });
  for (const port of objects(container.ports)) {
    setMissing(port, { protocol: 'TCP' });
    if (hostNetwork) setMissing(port, { hostPort: port.containerPort });
  }
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const settings = container[probe];
    if (isJsonObject(settings)) probeDefaults(settings);
  }
  for (const variable of objects(container.env)) {
    if (!isJsonObject(variable.valueFrom)) continue;
    const { fieldRef } = variable.valueFrom;
    if (isJsonObject(fieldRef)) setMissing(fieldRef, { apiVersion: 'v1' });
  }
}

function probeDefaults(probe: JsonObject): void {
  setMissing(probe, {
    failureThreshold: 3,
    periodSeconds: 10,
    successThreshold: 1,
    timeoutSeconds: 1,
  });
  if (isJsonObject(probe.httpGet)) {
    setMissing(probe.httpGet, { path: '/', scheme: 'HTTP' });
  }
}

/** Files of mounted configuration are readable by all (0644) unless said otherwise. */
const DEFAULT_FILE_MODE = 0o644;

function volumeDefaults(volume: JsonObject): void {
  for (const source of ['configMap', 'secret', 'projected', 'downwardAPI']) {
    const settings = volume[source];
    if (isJsonObject(settings)) {
      setMissing(settings, { defaultMode: DEFAULT_FILE_MODE });
    }
  }
  if (isJsonObject(volume.hostPath)) setMissing(volume.hostPath, { type: '' });
}

/** `latest`, and no tag at all, are pulled every time. */
function pullPolicy(image: unknown): string {
  const text = typeof image === 'string' ? image : '';
  const lastPart = text.slice(text.lastIndexOf('/') + 1);
  const tagged = lastPart.includes(':') || lastPart.includes('@');
  return tagged && !lastPart.endsWith(':latest') ? 'IfNotPresent' : 'Always';
}

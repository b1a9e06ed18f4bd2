import { z } from 'zod';
import {
  flag,
  lenientList,
  lenientObject,
  optional,
  optionalInteger,
  optionalString,
  strings,
} from './lenient';

/**
 * Schemas of the shared kinds: only the fields that are read, so that a change of
 * others is none. Missing or absurd fields read as absent; an object without a name is
 * refused.
 */

/**
 * One who writes fields that are kept, and when it last changed any field of the
 * object. `fields` are the kept labels and annotations that it owns, as
 * `metadata.labels.<key>`, `metadata.annotations.<key>`, or the same after
 * `spec.template.`. `exclusive`: it owns nothing else, so that `time` is theirs.
 */
const writerSchema = z.object({
  /** Field manager: `kubectl-label`, `kustomize-controller`. */
  manager: optionalString,
  /** `Apply` or `Update`. */
  operation: optionalString,
  time: optionalString,
  fields: lenientList(z.string()),
  exclusive: flag,
});

const ownerReferenceSchema = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  name: z.string(),
  controller: flag,
});

export const metadataSchema = z.object({
  name: z.string().min(1),
  namespace: optionalString,
  /** ISO 8601. */
  creationTimestamp: optionalString,
  /** Set (ISO 8601) once the object is being deleted. */
  deletionTimestamp: optionalString,
  labels: strings,
  annotations: strings,
  ownerReferences: lenientList(ownerReferenceSchema),
  writers: lenientList(writerSchema),
});

/**
 * Of what people write of a mesh: who wrote anything of it last but its status, and when.
 */
export const writtenMetadataSchema = metadataSchema.extend({
  lastWrite: optional(
    z.object({ manager: optionalString, time: optionalString }),
  ),
});

/** Of kinds of which only matters that, when and by whom they are written. */
export const writtenObjectSchema = z.object({
  metadata: writtenMetadataSchema,
});

/** {@inheritDoc writtenObjectSchema} */
export type WrittenObject = z.infer<typeof writtenObjectSchema>;

/** Of objects that are many and that nobody asks about: who wrote them is not kept. */
const metadataWithoutWriters = metadataSchema.transform(metadata => ({
  ...metadata,
  writers: [] as typeof metadata.writers,
}));

/** Of objects whose controller says in their status how much it has seen of them. */
const metadataWithGeneration = metadataSchema.extend({
  /** Counts the changes of what is wanted. */
  generation: optionalInteger,
});

const containerSchema = z.object({
  name: z.string(),
  image: optionalString,
  /** `Always` on an init container makes it a native sidecar. */
  restartPolicy: optionalString,
  resources: lenientObject({
    /** Kubernetes quantities: `100m`, `128Mi`. */
    requests: lenientObject({ cpu: optionalString, memory: optionalString }),
  }),
  ports: lenientList(
    z.object({
      name: optionalString,
      containerPort: z.number().int(),
      protocol: optionalString,
    }),
  ),
});

/** `1`, or a share of the wanted pods: `25%`. */
const numberOrPercent = optional(
  z.union([z.number().int().min(0), z.string().regex(/^\d+%$/)]),
);

const podSpecShape = {
  hostNetwork: flag,
  serviceAccountName: optionalString,
  containers: lenientList(containerSchema),
  initContainers: lenientList(containerSchema),
};

export const podTemplateSchema = lenientObject({
  metadata: lenientObject({ labels: strings, annotations: strings }),
  spec: lenientObject(podSpecShape),
});

/** One of an object's conditions; `reason` is a word, `message` a sentence. */
export const conditionSchema = z.object({
  type: z.string(),
  status: optionalString,
  reason: optionalString,
  message: optionalString,
});

const podConditions = lenientList(
  z.object({ type: z.string(), status: optionalString }),
).transform(conditions =>
  // Others change without anything being different for us.
  conditions.filter(({ type }) => type === 'Ready'),
);

const rolloutConditions = lenientList(
  z.object({ type: z.string(), reason: optionalString }),
).transform(conditions =>
  // Others say again what the numbers of the status say.
  conditions.filter(({ type }) => type === 'Progressing'),
);

export const podSchema = z.object({
  metadata: metadataWithoutWriters,
  spec: lenientObject({ ...podSpecShape, nodeName: optionalString }),
  status: lenientObject({
    conditions: podConditions,
    phase: optionalString,
    /** When (ISO 8601) the kubelet accepted the pod. */
    startTime: optionalString,
  }),
});

export const namespaceSchema = z.object({ metadata: metadataSchema });

export const nodeSchema = z.object({
  metadata: metadataSchema,
  status: lenientObject({
    allocatable: lenientObject({
      cpu: optionalString,
      memory: optionalString,
    }),
    nodeInfo: lenientObject({ kubeletVersion: optionalString }),
  }),
});

export const serviceSchema = z.object({
  metadata: metadataSchema,
  status: lenientObject({ conditions: lenientList(conditionSchema) }),
  spec: lenientObject({
    /** `ClusterIP`, `ExternalName`, ...; absent means ClusterIP. */
    type: optionalString,
    externalName: optionalString,
    /** Kept where it says that there is no address: a headless Service. */
    clusterIP: optional(z.literal('None')),
    ports: lenientList(
      z.object({
        name: optionalString,
        port: z.number().int(),
        protocol: optionalString,
        appProtocol: optionalString,
        targetPort: optional(z.union([z.number().int(), z.string()])),
      }),
    ),
    /** Empty where endpoints are made by someone else. */
    selector: strings,
  }),
});

export const deploymentSchema = z.object({
  metadata: metadataWithGeneration,
  spec: lenientObject({
    replicas: optionalInteger,
    selector: lenientObject({ matchLabels: strings }),
    /** No new pods are made while it is set; `kubectl rollout restart` refuses. */
    paused: flag,
    strategy: lenientObject({
      type: optionalString,
      rollingUpdate: lenientObject({
        maxSurge: numberOrPercent,
        maxUnavailable: numberOrPercent,
      }),
    }),
    template: podTemplateSchema,
  }),
  status: lenientObject({
    /** The last generation that the controller has acted upon. */
    observedGeneration: optionalInteger,
    /** Pods of all templates; numbers of zero are left out. */
    replicas: optionalInteger,
    /** Pods of the template as it is now. */
    updatedReplicas: optionalInteger,
    availableReplicas: optionalInteger,
    conditions: rolloutConditions,
  }),
});

export const statefulSetSchema = z.object({
  metadata: metadataWithGeneration,
  spec: lenientObject({
    replicas: optionalInteger,
    selector: lenientObject({ matchLabels: strings }),
    updateStrategy: lenientObject({
      type: optionalString,
      /** Pods with a lower ordinal stay as they are when the template changes. */
      rollingUpdate: lenientObject({ partition: optionalInteger }),
    }),
    template: podTemplateSchema,
  }),
  status: lenientObject({
    observedGeneration: optionalInteger,
    readyReplicas: optionalInteger,
    updatedReplicas: optionalInteger,
    /** Of the pods before a rollout and after it; equal once it is over. */
    currentRevision: optionalString,
    updateRevision: optionalString,
  }),
});

export const daemonSetSchema = z.object({
  metadata: metadataWithGeneration,
  spec: lenientObject({
    selector: lenientObject({ matchLabels: strings }),
    updateStrategy: lenientObject({
      type: optionalString,
      rollingUpdate: lenientObject({
        maxSurge: numberOrPercent,
        maxUnavailable: numberOrPercent,
      }),
    }),
    template: podTemplateSchema,
  }),
  status: lenientObject({
    observedGeneration: optionalInteger,
    desiredNumberScheduled: optionalInteger,
    currentNumberScheduled: optionalInteger,
    updatedNumberScheduled: optionalInteger,
    numberReady: optionalInteger,
  }),
});

/** Metadata only: ReplicaSets are read for their owners. */
export const replicaSetSchema = z.object({ metadata: metadataWithoutWriters });

export const jobSchema = z.object({
  metadata: metadataSchema,
  spec: lenientObject({ template: podTemplateSchema }),
});

export const cronJobSchema = z.object({
  metadata: metadataSchema,
  spec: lenientObject({
    jobTemplate: lenientObject({
      spec: lenientObject({ template: podTemplateSchema }),
    }),
  }),
});

export const endpointSliceSchema = z.object({
  metadata: metadataWithoutWriters,
  endpoints: lenientList(
    z.object({
      addresses: lenientList(z.string()),
      conditions: lenientObject({
        /** Absent means ready (discovery.k8s.io/v1). */
        ready: optional(z.boolean()),
        terminating: flag,
      }),
      targetRef: lenientObject({ name: optionalString }),
    }),
  ),
});

/** Metadata of an object, trimmed to kept labels and annotations. */
export type Metadata = z.output<typeof metadataSchema>;
export type OwnerReference = z.output<typeof ownerReferenceSchema>;
export type Container = z.output<typeof containerSchema>;
export type PodTemplate = z.output<typeof podTemplateSchema>;
export type Pod = z.output<typeof podSchema>;
export type Namespace = z.output<typeof namespaceSchema>;
export type Service = z.output<typeof serviceSchema>;
export type Deployment = z.output<typeof deploymentSchema>;
export type StatefulSet = z.output<typeof statefulSetSchema>;
export type DaemonSet = z.output<typeof daemonSetSchema>;
export type ReplicaSet = z.output<typeof replicaSetSchema>;
export type Job = z.output<typeof jobSchema>;
export type CronJob = z.output<typeof cronJobSchema>;
export type Node = z.output<typeof nodeSchema>;
export type Condition = z.output<typeof conditionSchema>;
export type EndpointSlice = z.output<typeof endpointSliceSchema>;

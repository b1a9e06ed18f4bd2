import type { KubeObject } from '../KubeObject.ts';
import { selectorText } from '../http/objectForms.ts';
import {
  ageOf,
  at,
  containersOf,
  firstThree,
  mapText,
  NONE,
  numberAt,
  objectsAt,
  textAt,
} from './fields.ts';
import {
  addresses,
  dataCount,
  externalAddress,
  involvedObject,
  jobDuration,
  jobStatus,
  lastSchedule,
  nodeAddress,
  nodeRoles,
  nodeStatus,
  readyOfDesired,
  servicePorts,
} from './cells.ts';
import { CUSTOM_COLUMNS } from './customColumns.ts';
import { podCells, podIp, readinessGates } from './podCells.ts';

type Cell = string | number | boolean;

export interface Column {
  name: string;
  type?: 'string' | 'integer' | 'boolean' | 'date';
  /** 0 is always shown, 1 only by `-o wide`. */
  priority?: 0 | 1;
  cell(object: KubeObject, now: Date): Cell;
}

const AGE: Column = {
  name: 'Age',
  cell: (o, now) => ageOf(o.metadata.creationTimestamp, now),
};

function wide(name: string, cell: Column['cell']): Column {
  return { name, priority: 1, cell };
}

function count(name: string, ...path: readonly string[]): Column {
  return { name, type: 'integer', cell: o => numberAt(o, ...path) };
}

function text(name: string, ...path: readonly string[]): Column {
  return { name, cell: o => textAt(o, ...path) };
}

const CONTAINERS = wide('Containers', o => containersOf(o).names);
const IMAGES = wide('Images', o => containersOf(o).images);
const SELECTOR = wide(
  'Selector',
  o => selectorText(at(o, 'spec', 'selector')) || NONE,
);

/** Columns after the name, by kind id; a kind that is not listed shows its age. */
export const COLUMNS: Readonly<Record<string, readonly Column[]>> = {
  pods: [
    { name: 'Ready', cell: (o, now) => podCells(o, now).ready },
    { name: 'Status', cell: (o, now) => podCells(o, now).status },
    { name: 'Restarts', cell: (o, now) => podCells(o, now).restarts },
    AGE,
    wide('IP', podIp),
    wide('Node', o => textAt(o, 'spec', 'nodeName')),
    wide('Nominated Node', o => textAt(o, 'status', 'nominatedNodeName')),
    wide('Readiness Gates', readinessGates),
  ],
  services: [
    text('Type', 'spec', 'type'),
    text('Cluster-IP', 'spec', 'clusterIP'),
    { name: 'External-IP', cell: externalAddress },
    { name: 'Port(s)', cell: servicePorts },
    AGE,
    wide('Selector', o => mapText(at(o, 'spec', 'selector'))),
  ],
  namespaces: [text('Status', 'status', 'phase'), AGE],
  nodes: [
    { name: 'Status', cell: nodeStatus },
    { name: 'Roles', cell: nodeRoles },
    AGE,
    text('Version', 'status', 'nodeInfo', 'kubeletVersion'),
    wide('Internal-IP', o => nodeAddress(o, 'InternalIP')),
    wide('External-IP', o => nodeAddress(o, 'ExternalIP')),
    wide('OS-Image', o => textAt(o, 'status', 'nodeInfo', 'osImage')),
    wide('Kernel-Version', o =>
      textAt(o, 'status', 'nodeInfo', 'kernelVersion'),
    ),
    wide('Container-Runtime', o =>
      textAt(o, 'status', 'nodeInfo', 'containerRuntimeVersion'),
    ),
  ],
  configmaps: [{ name: 'Data', cell: dataCount }, AGE],
  secrets: [text('Type', 'type'), { name: 'Data', cell: dataCount }, AGE],
  events: [
    {
      name: 'Last Seen',
      cell: (o, now) =>
        ageOf(o.lastTimestamp ?? o.metadata.creationTimestamp, now),
    },
    text('Type', 'type'),
    text('Reason', 'reason'),
    { name: 'Object', cell: involvedObject },
    wide('Subobject', o => textAt(o, 'involvedObject', 'fieldPath')),
    wide('Source', o => textAt(o, 'source', 'component')),
    text('Message', 'message'),
    wide('First Seen', (o, now) =>
      ageOf(o.firstTimestamp ?? o.metadata.creationTimestamp, now),
    ),
    wide('Count', o => String(numberAt(o, 'count'))),
  ],
  'deployments.apps': [
    { name: 'Ready', cell: readyOfDesired },
    // Numbers in columns that call themselves strings, as the real server has it.
    { name: 'Up-to-date', cell: o => numberAt(o, 'status', 'updatedReplicas') },
    {
      name: 'Available',
      cell: o => numberAt(o, 'status', 'availableReplicas'),
    },
    AGE,
    CONTAINERS,
    IMAGES,
    SELECTOR,
  ],
  'replicasets.apps': [
    count('Desired', 'spec', 'replicas'),
    count('Current', 'status', 'replicas'),
    count('Ready', 'status', 'readyReplicas'),
    AGE,
    CONTAINERS,
    IMAGES,
    SELECTOR,
  ],
  'statefulsets.apps': [
    { name: 'Ready', cell: readyOfDesired },
    AGE,
    CONTAINERS,
    IMAGES,
  ],
  'daemonsets.apps': [
    count('Desired', 'status', 'desiredNumberScheduled'),
    count('Current', 'status', 'currentNumberScheduled'),
    count('Ready', 'status', 'numberReady'),
    count('Up-to-date', 'status', 'updatedNumberScheduled'),
    count('Available', 'status', 'numberAvailable'),
    {
      name: 'Node Selector',
      cell: o => mapText(at(o, 'spec', 'template', 'spec', 'nodeSelector')),
    },
    AGE,
    CONTAINERS,
    IMAGES,
    SELECTOR,
  ],
  'jobs.batch': [
    { name: 'Status', cell: jobStatus },
    {
      name: 'Completions',
      cell: o =>
        `${numberAt(o, 'status', 'succeeded')}/${
          numberAt(o, 'spec', 'completions') || 1
        }`,
    },
    { name: 'Duration', cell: jobDuration },
    AGE,
    CONTAINERS,
    IMAGES,
    SELECTOR,
  ],
  'cronjobs.batch': [
    text('Schedule', 'spec', 'schedule'),
    text('Timezone', 'spec', 'timeZone'),
    {
      name: 'Suspend',
      type: 'boolean',
      cell: o => at(o, 'spec', 'suspend') === true,
    },
    {
      name: 'Active',
      type: 'integer',
      cell: o => objectsAt(o, 'status', 'active').length,
    },
    { name: 'Last Schedule', cell: lastSchedule },
    AGE,
    CONTAINERS,
    IMAGES,
    SELECTOR,
  ],
  'endpointslices.discovery.k8s.io': [
    text('AddressType', 'addressType'),
    {
      name: 'Ports',
      cell: o => firstThree(objectsAt(o, 'ports').map(p => String(p.port))),
    },
    {
      name: 'Endpoints',
      cell: o => firstThree(objectsAt(o, 'endpoints').flatMap(addresses)),
    },
    AGE,
  ],
  'mutatingwebhookconfigurations.admissionregistration.k8s.io': [
    {
      name: 'Webhooks',
      type: 'integer',
      cell: o => objectsAt(o, 'webhooks').length,
    },
    AGE,
  ],
  'validatingwebhookconfigurations.admissionregistration.k8s.io': [
    {
      name: 'Webhooks',
      type: 'integer',
      cell: o => objectsAt(o, 'webhooks').length,
    },
    AGE,
  ],
  'customresourcedefinitions.apiextensions.k8s.io': [
    {
      name: 'Created At',
      type: 'date',
      cell: o => o.metadata.creationTimestamp ?? '',
    },
  ],
  ...CUSTOM_COLUMNS,
};

export const DEFAULT_COLUMNS: readonly Column[] = [AGE];

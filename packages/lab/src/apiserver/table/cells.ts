import type { KubeObject } from '../KubeObject.ts';
import { isJsonObject } from '../KubeObject.ts';
import { humanDuration } from './duration.ts';
import {
  ageOf,
  at,
  joined,
  NONE,
  numberAt,
  objectsAt,
  textAt,
} from './fields.ts';

export function addresses(endpoint: unknown): string[] {
  const list = at(endpoint, 'addresses');
  return Array.isArray(list) ? list.map(String) : [];
}

export function dataCount(object: KubeObject): string {
  const sizes = [object.data, object.binaryData].map(data =>
    isJsonObject(data) ? Object.keys(data).length : 0,
  );
  return String(sizes[0] + sizes[1]);
}

export function readyOfDesired(object: KubeObject): string {
  return `${numberAt(object, 'status', 'readyReplicas')}/${numberAt(
    object,
    'spec',
    'replicas',
  )}`;
}

export function servicePorts(service: KubeObject): string {
  return joined(
    objectsAt(service, 'spec', 'ports').map(port => {
      const node = port.nodePort ? `:${String(port.nodePort)}` : '';
      return `${String(port.port)}${node}/${String(port.protocol)}`;
    }),
  );
}

export function externalAddress(service: KubeObject): string {
  const type = at(service, 'spec', 'type');
  if (type === 'ExternalName') return textAt(service, 'spec', 'externalName');
  if (type !== 'LoadBalancer') return NONE;
  const ingress = objectsAt(service, 'status', 'loadBalancer', 'ingress').map(
    i => String(i.ip ?? i.hostname),
  );
  return ingress.length > 0 ? ingress.join(',') : '<pending>';
}

export function nodeStatus(node: KubeObject): string {
  const ready = objectsAt(node, 'status', 'conditions').find(
    c => c.type === 'Ready',
  );
  const known = ready?.status === 'True' ? 'Ready' : 'NotReady';
  const status = ready ? known : 'Unknown';
  return at(node, 'spec', 'unschedulable') === true
    ? `${status},SchedulingDisabled`
    : status;
}

export function nodeRoles(node: KubeObject): string {
  const prefix = 'node-role.kubernetes.io/';
  const roles = Object.keys(node.metadata.labels ?? {})
    .filter(label => label.startsWith(prefix))
    .map(label => label.slice(prefix.length));
  return joined(roles.sort());
}

export function nodeAddress(node: KubeObject, type: string): string {
  const address = objectsAt(node, 'status', 'addresses').find(
    a => a.type === type,
  );
  return address ? String(address.address) : NONE;
}

export function involvedObject(event: KubeObject): string {
  const kind = at(event, 'involvedObject', 'kind');
  const name = at(event, 'involvedObject', 'name');
  return `${String(kind).toLowerCase()}/${String(name)}`;
}

export function jobStatus(job: KubeObject): string {
  const done = objectsAt(job, 'status', 'conditions').find(
    c =>
      ['Complete', 'Failed', 'Suspended'].includes(String(c.type)) &&
      c.status === 'True',
  );
  return done ? String(done.type) : 'Running';
}

export function jobDuration(job: KubeObject, now: Date): string {
  const start = at(job, 'status', 'startTime');
  const end = at(job, 'status', 'completionTime');
  if (typeof start !== 'string') return '';
  const until = typeof end === 'string' ? Date.parse(end) : now.getTime();
  return humanDuration(until - Date.parse(start));
}

export function lastSchedule(job: KubeObject, now: Date): string {
  const time = at(job, 'status', 'lastScheduleTime');
  return typeof time === 'string' ? ageOf(time, now) : NONE;
}

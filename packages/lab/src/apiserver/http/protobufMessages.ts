import { field, list, METADATA, type Message } from './protobufField.ts';
import { POD_MESSAGES } from './protobufPods.ts';

/**
 * Field numbers of the messages that kubectl's imperative commands send, from `generated.proto` of k8s.io/api and
 * k8s.io/apimachinery 0.36. Server-written parts (times, status) are left out: they are empty in what clients send.
 */
export const MESSAGES: Readonly<Record<string, Message>> = {
  ...POD_MESSAGES,
  Unknown: {
    1: field('typeMeta', 'TypeMeta'),
    2: field('raw', 'bytes'),
    3: field('contentEncoding'),
    4: field('contentType'),
  },
  TypeMeta: { 1: field('apiVersion'), 2: field('kind') },
  ObjectMeta: {
    1: field('name'),
    2: field('generateName'),
    3: field('namespace'),
    5: field('uid'),
    6: field('resourceVersion'),
    11: field('labels', 'stringMap'),
    12: field('annotations', 'stringMap'),
    13: list('ownerReferences', 'OwnerReference'),
    14: list('finalizers'),
  },
  OwnerReference: {
    1: field('kind'),
    3: field('name'),
    4: field('uid'),
    5: field('apiVersion'),
    6: field('controller', 'optionalBool'),
    7: field('blockOwnerDeletion', 'optionalBool'),
  },
  Namespace: { 1: METADATA, 2: field('spec', 'NamespaceSpec') },
  NamespaceSpec: { 1: list('finalizers') },
  ConfigMap: {
    1: METADATA,
    2: field('data', 'stringMap'),
    3: field('binaryData', 'bytesMap'),
    4: field('immutable', 'bool'),
  },
  Secret: {
    1: METADATA,
    2: field('data', 'bytesMap'),
    3: field('type'),
    4: field('stringData', 'stringMap'),
    5: field('immutable', 'bool'),
  },
  ServiceAccount: { 1: METADATA },
  Deployment: { 1: METADATA, 2: field('spec', 'DeploymentSpec') },
  DeploymentSpec: {
    1: field('replicas', 'optionalInt'),
    2: field('selector', 'LabelSelector'),
    3: field('template', 'PodTemplateSpec'),
  },
  LabelSelector: { 1: field('matchLabels', 'stringMap') },
  SelfSubjectAccessReview: { 1: METADATA, 2: field('spec', 'AccessSpec') },
  AccessSpec: {
    1: field('resourceAttributes', 'ResourceAttributes'),
    2: field('nonResourceAttributes', 'NonResourceAttributes'),
  },
  ResourceAttributes: {
    1: field('namespace'),
    2: field('verb'),
    3: field('group'),
    4: field('version'),
    5: field('resource'),
    6: field('subresource'),
    7: field('name'),
  },
  NonResourceAttributes: { 1: field('path'), 2: field('verb') },
  SelfSubjectRulesReview: { 1: METADATA, 2: field('spec', 'RulesSpec') },
  RulesSpec: { 1: field('namespace') },
  SelfSubjectReview: { 1: METADATA },
};

import type { ApiObject } from '../support/apiClient.ts';
import {
  aConfigMap,
  aDeployment,
  aPod,
  create,
  CORE,
  expectOk,
  patch,
  pathsOf,
  type SuiteContext,
} from './SuiteContext.ts';

interface Entry {
  manager: string;
  operation: string;
  subresource?: string;
  fieldsV1: unknown;
}

/** Managed fields without times, in the order of the managers' names. */
function ownership(object: ApiObject): Entry[] {
  const entries = (object.metadata.managedFields ?? []) as Entry[];
  return entries
    .map(({ manager, operation, subresource, fieldsV1 }) => ({
      manager,
      operation,
      ...(subresource ? { subresource } : {}),
      fieldsV1,
    }))
    .sort((a, b) => (a.manager < b.manager ? -1 : 1));
}

/** What the server writes down about objects: managed fields, generation, subresources, defaults. */
export function bookkeepingSuite(context: SuiteContext): void {
  const paths = pathsOf(context);
  const get = async (path: string) => expectOk(await context.api.request(path));

  describe('managed fields', () => {
    it('name the creator of every field, defaults included', async () => {
      const deployment = aDeployment('a', {
        template: {
          metadata: { labels: { app: 'a' } },
          spec: {
            containers: [
              {
                name: 'main',
                image: 'registry.test/web:1',
                ports: [{ containerPort: 80 }],
                env: [{ name: 'A', value: 'b' }],
                resources: { requests: { cpu: '100m' } },
              },
            ],
          },
        },
      });
      const created = await create(
        context,
        paths.deployments(),
        deployment,
        'creator/1.0 (test)',
      );
      expect(ownership(created)).toEqual([
        {
          manager: 'creator',
          operation: 'Update',
          fieldsV1: {
            'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
            'f:spec': {
              'f:progressDeadlineSeconds': {},
              'f:replicas': {},
              'f:revisionHistoryLimit': {},
              'f:selector': {},
              'f:strategy': {
                'f:rollingUpdate': {
                  '.': {},
                  'f:maxSurge': {},
                  'f:maxUnavailable': {},
                },
                'f:type': {},
              },
              'f:template': {
                'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
                'f:spec': {
                  'f:containers': {
                    'k:{"name":"main"}': {
                      '.': {},
                      'f:env': {
                        '.': {},
                        'k:{"name":"A"}': {
                          '.': {},
                          'f:name': {},
                          'f:value': {},
                        },
                      },
                      'f:image': {},
                      'f:imagePullPolicy': {},
                      'f:name': {},
                      'f:ports': {
                        '.': {},
                        'k:{"containerPort":80,"protocol":"TCP"}': {
                          '.': {},
                          'f:containerPort': {},
                          'f:protocol': {},
                        },
                      },
                      'f:resources': {
                        '.': {},
                        'f:requests': { '.': {}, 'f:cpu': {} },
                      },
                      'f:terminationMessagePath': {},
                      'f:terminationMessagePolicy': {},
                    },
                  },
                  'f:dnsPolicy': {},
                  'f:restartPolicy': {},
                  'f:schedulerName': {},
                  'f:securityContext': {},
                  'f:terminationGracePeriodSeconds': {},
                },
              },
            },
          },
        },
      ]);
    });

    it('pass from one manager to the next, field by field', async () => {
      const path = `${paths.configMaps()}/a`;
      await create(
        context,
        paths.configMaps(),
        aConfigMap('a', { data: { x: '1', y: '1' } }, { app: 'a' }),
        'first',
      );
      await patch(
        context,
        path,
        { metadata: { labels: { tier: 'db' } }, data: { x: '2' } },
        { userAgent: 'second' },
      );
      expect(ownership(await get(path))).toEqual([
        {
          manager: 'first',
          operation: 'Update',
          fieldsV1: {
            'f:data': { '.': {}, 'f:y': {} },
            'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
          },
        },
        {
          manager: 'second',
          operation: 'Update',
          fieldsV1: {
            'f:data': { 'f:x': {} },
            'f:metadata': { 'f:labels': { 'f:tier': {} } },
          },
        },
      ]);
    });

    it('forget a manager whose fields are all gone', async () => {
      const path = `${paths.configMaps()}/a`;
      await create(context, paths.configMaps(), aConfigMap('a'), 'first');
      await patch(
        context,
        path,
        { metadata: { annotations: { note: 'hi' } } },
        { userAgent: 'second' },
      );
      const removal = { metadata: { annotations: { note: null } } };
      await patch(context, path, removal, { userAgent: 'third' });
      const managers = ownership(await get(path)).map(e => e.manager);
      expect(managers).not.toContain('second');
    });

    it('keep status apart', async () => {
      await create(context, paths.pods(), aPod('a'), 'first');
      const path = `${paths.pods()}/a`;
      await patch(
        context,
        `${path}/status`,
        {
          status: {
            phase: 'Running',
            conditions: [
              {
                type: 'Ready',
                status: 'True',
                lastProbeTime: '2020-01-01T00:00:00Z',
                lastTransitionTime: '2020-01-01T00:00:00Z',
              },
            ],
          },
        },
        { userAgent: 'kubelet' },
      );
      const entries = ownership(await get(path));
      expect(entries.find(e => e.manager === 'kubelet')).toEqual({
        manager: 'kubelet',
        operation: 'Update',
        subresource: 'status',
        fieldsV1: {
          'f:status': {
            'f:conditions': {
              '.': {},
              'k:{"type":"Ready"}': {
                '.': {},
                'f:lastProbeTime': {},
                'f:lastTransitionTime': {},
                'f:status': {},
                'f:type': {},
              },
            },
            'f:phase': {},
          },
        },
      });
    });

    it('prefer the fieldManager of the query to the User-Agent', async () => {
      const path = `${paths.configMaps()}?fieldManager=by-hand`;
      const created = await create(
        context,
        path,
        aConfigMap('a', { data: { k: 'v' } }),
      );
      expect(ownership(created)[0].manager).toBe('by-hand');
    });

    it('call a client that gives no name unknown', async () => {
      const created = await context.api.request(paths.configMaps(), {
        method: 'POST',
        body: aConfigMap('a', { data: { k: 'v' } }),
        userAgent: null,
      });
      expect(ownership(created.body)[0].manager).toBe('unknown');
    });
  });

  describe('generation', () => {
    it('counts changes of the spec only', async () => {
      const path = `${paths.deployments()}/a`;
      const seen = async () => (await get(path)).metadata.generation;
      await create(context, paths.deployments(), aDeployment('a'));
      expect(await seen()).toBe(1);
      await patch(context, path, { metadata: { labels: { x: 'y' } } });
      await patch(context, `${path}/status`, { status: { replicas: 1 } });
      expect(await seen()).toBe(1);
      await patch(context, path, { spec: { replicas: 2 } });
      expect(await seen()).toBe(2);
      await patch(context, `${path}/scale`, { spec: { replicas: 3 } });
      expect(await seen()).toBe(3);
    });

    it.each([
      { kind: 'pods', path: paths.pods, body: aPod('a'), generation: 1 },
      {
        kind: 'services',
        path: paths.services,
        body: { metadata: { name: 'a' }, spec: { ports: [{ port: 80 }] } },
        generation: undefined,
      },
      {
        kind: 'configmaps',
        path: paths.configMaps,
        body: aConfigMap('a'),
        generation: undefined,
      },
      {
        kind: 'endpointslices',
        path: () =>
          `/apis/discovery.k8s.io/v1/namespaces/${context.namespace}/endpointslices`,
        body: {
          metadata: { name: 'a' },
          addressType: 'IPv4',
          endpoints: [],
          ports: [],
        },
        generation: 1,
      },
      {
        kind: 'horizontalpodautoscalers',
        path: () =>
          `/apis/autoscaling/v2/namespaces/${context.namespace}/horizontalpodautoscalers`,
        body: {
          metadata: { name: 'a' },
          spec: {
            maxReplicas: 3,
            scaleTargetRef: {
              apiVersion: 'apps/v1',
              kind: 'Deployment',
              name: 'a',
            },
          },
        },
        generation: undefined,
      },
    ])(
      'starts with $generation for $kind',
      async ({ path, body, generation }) => {
        const created = await create(context, path(), body);
        expect(created.metadata.generation).toBe(generation);
      },
    );
  });

  describe('subresources', () => {
    it('change nothing but the status', async () => {
      await create(context, paths.deployments(), aDeployment('a'));
      const path = `${paths.deployments()}/a/status`;
      const answer = await patch(context, path, {
        spec: { replicas: 9 },
        status: { observedGeneration: 1, replicas: 1 },
      });
      expect(expectOk(answer)).toMatchObject({
        spec: { replicas: 1 },
        status: { observedGeneration: 1, replicas: 1 },
      });
    });

    it('leave the status to its own subresource', async () => {
      await create(context, paths.deployments(), aDeployment('a'));
      const answer = await patch(context, `${paths.deployments()}/a`, {
        status: { replicas: 9 },
      });
      expect(expectOk(answer).status).toEqual({});
    });

    it('show and set the scale', async () => {
      const deployment = aDeployment('a', { replicas: 2 });
      const { metadata } = await create(
        context,
        paths.deployments(),
        deployment,
      );
      const path = `${paths.deployments()}/a/scale`;
      const scale = await get(path);
      expect(scale).toEqual({
        kind: 'Scale',
        apiVersion: 'autoscaling/v1',
        metadata: {
          name: 'a',
          namespace: context.namespace,
          uid: metadata.uid,
          resourceVersion: metadata.resourceVersion,
          creationTimestamp: metadata.creationTimestamp,
        },
        spec: { replicas: 2 },
        status: { replicas: 0, selector: 'app=a' },
      });
      const answer = await context.api.request(path, {
        method: 'PUT',
        body: { ...scale, spec: { replicas: 5 } },
        userAgent: 'scaler',
      });
      expect(expectOk(answer).spec).toEqual({ replicas: 5 });
      const after = await get(`${paths.deployments()}/a`);
      expect(after.spec).toMatchObject({ replicas: 5 });
      expect(ownership(after)).toContainEqual({
        manager: 'scaler',
        operation: 'Update',
        subresource: 'scale',
        fieldsV1: { 'f:spec': { 'f:replicas': {} } },
      });
    });

    it('refuse an impossible scale', async () => {
      await create(context, paths.deployments(), aDeployment('a'));
      const path = `${paths.deployments()}/a/scale`;
      const answer = await patch(context, path, { spec: { replicas: -1 } });
      expect(answer.status).toBe(422);
    });
  });

  describe('defaults', () => {
    const podDefaults = {
      dnsPolicy: 'ClusterFirst',
      restartPolicy: 'Always',
      schedulerName: 'default-scheduler',
      securityContext: {},
      terminationGracePeriodSeconds: 30,
    };
    const container = {
      name: 'main',
      image: 'registry.test/web:1',
      imagePullPolicy: 'IfNotPresent',
      resources: {},
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
    };
    const selector = { matchLabels: { app: 'a' } };
    const template = {
      metadata: { labels: { app: 'a' } },
      spec: { ...podDefaults, containers: [container] },
    };
    const bare = {
      metadata: { labels: { app: 'a' } },
      spec: { containers: [{ name: 'main', image: 'registry.test/web:1' }] },
    };
    const inApps = (plural: string) => () =>
      `/apis/apps/v1/namespaces/${context.namespace}/${plural}`;
    const inBatch = (plural: string) => () =>
      `/apis/batch/v1/namespaces/${context.namespace}/${plural}`;

    it.each([
      {
        kind: 'a Deployment',
        path: paths.deployments,
        spec: { selector, template: bare },
        expected: {
          progressDeadlineSeconds: 600,
          replicas: 1,
          revisionHistoryLimit: 10,
          selector,
          strategy: {
            type: 'RollingUpdate',
            rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' },
          },
          template,
        },
      },
      {
        kind: 'a ReplicaSet',
        path: inApps('replicasets'),
        spec: { selector, template: bare },
        expected: { replicas: 1, selector, template },
      },
      {
        kind: 'a StatefulSet',
        path: inApps('statefulsets'),
        spec: { selector, template: bare, serviceName: 'a' },
        expected: {
          podManagementPolicy: 'OrderedReady',
          persistentVolumeClaimRetentionPolicy: {
            whenDeleted: 'Retain',
            whenScaled: 'Retain',
          },
          replicas: 1,
          revisionHistoryLimit: 10,
          selector,
          serviceName: 'a',
          template,
          updateStrategy: {
            type: 'RollingUpdate',
            rollingUpdate: { partition: 0 },
          },
        },
      },
      {
        kind: 'a DaemonSet',
        path: inApps('daemonsets'),
        spec: { selector, template: bare },
        expected: {
          revisionHistoryLimit: 10,
          selector,
          template,
          updateStrategy: {
            type: 'RollingUpdate',
            rollingUpdate: { maxSurge: 0, maxUnavailable: 1 },
          },
        },
      },
      {
        kind: 'a CronJob',
        path: inBatch('cronjobs'),
        spec: {
          schedule: '0 2 * * *',
          jobTemplate: {
            spec: {
              template: { spec: { ...bare.spec, restartPolicy: 'Never' } },
            },
          },
        },
        expected: {
          concurrencyPolicy: 'Allow',
          failedJobsHistoryLimit: 1,
          jobTemplate: {
            metadata: expect.anything(),
            spec: {
              template: {
                metadata: expect.anything(),
                spec: { ...template.spec, restartPolicy: 'Never' },
              },
            },
          },
          schedule: '0 2 * * *',
          successfulJobsHistoryLimit: 3,
          suspend: false,
        },
      },
    ])('of $kind', async ({ path, spec, expected }) => {
      const body = { metadata: { name: 'a' }, spec };
      const created = await create(context, path(), body);
      expect(JSON.parse(JSON.stringify(created.spec))).toEqual(expected);
    });

    it('of a Job', async () => {
      const spec = {
        template: { spec: { ...bare.spec, restartPolicy: 'Never' } },
      };
      const body = { metadata: { name: 'a' }, spec };
      const created = await create(context, inBatch('jobs')(), body);
      const id = created.metadata.uid;
      const labels = {
        'batch.kubernetes.io/controller-uid': id,
        'batch.kubernetes.io/job-name': 'a',
        'controller-uid': id,
        'job-name': 'a',
      };
      expect(created.spec).toEqual({
        backoffLimit: 6,
        completionMode: 'NonIndexed',
        completions: 1,
        manualSelector: false,
        parallelism: 1,
        podReplacementPolicy: 'TerminatingOrFailed',
        selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': id } },
        suspend: false,
        template: {
          metadata: { labels },
          spec: { ...template.spec, restartPolicy: 'Never' },
        },
      });
    });

    it('of a Pod', async () => {
      const spec = {
        containers: [
          {
            name: 'main',
            image: 'registry.test/web',
            ports: [{ containerPort: 80 }],
            livenessProbe: { httpGet: { port: 80 } },
            env: [
              {
                name: 'A',
                valueFrom: { fieldRef: { fieldPath: 'status.podIP' } },
              },
            ],
          },
        ],
        initContainers: [
          {
            name: 'proxy',
            image: 'registry.test/p:1',
            restartPolicy: 'Always',
          },
        ],
        serviceAccountName: 'web',
        volumes: [
          { name: 'c', configMap: { name: 'c' } },
          { name: 'h', hostPath: { path: '/h' } },
        ],
      };
      const created = await create(context, paths.pods(), aPod('a', spec));
      expect(created.spec).toEqual({
        ...podDefaults,
        containers: [
          {
            ...container,
            image: 'registry.test/web',
            imagePullPolicy: 'Always',
            ports: [{ containerPort: 80, protocol: 'TCP' }],
            livenessProbe: {
              failureThreshold: 3,
              httpGet: { path: '/', port: 80, scheme: 'HTTP' },
              periodSeconds: 10,
              successThreshold: 1,
              timeoutSeconds: 1,
            },
            env: [
              {
                name: 'A',
                valueFrom: {
                  fieldRef: { apiVersion: 'v1', fieldPath: 'status.podIP' },
                },
              },
            ],
          },
        ],
        enableServiceLinks: true,
        initContainers: [
          {
            ...container,
            name: 'proxy',
            image: 'registry.test/p:1',
            restartPolicy: 'Always',
          },
        ],
        preemptionPolicy: 'PreemptLowerPriority',
        priority: 0,
        serviceAccount: 'web',
        serviceAccountName: 'web',
        tolerations: ['not-ready', 'unreachable'].map(condition => ({
          effect: 'NoExecute',
          key: `node.kubernetes.io/${condition}`,
          operator: 'Exists',
          tolerationSeconds: 300,
        })),
        volumes: [
          { name: 'c', configMap: { name: 'c', defaultMode: 420 } },
          { name: 'h', hostPath: { path: '/h', type: '' } },
        ],
      });
      expect(created.status).toEqual({
        phase: 'Pending',
        qosClass: 'BestEffort',
      });
    });

    it.each([
      {
        quality: 'Guaranteed',
        resources: { limits: { cpu: '1', memory: '1Gi' } },
      },
      { quality: 'Burstable', resources: { requests: { cpu: '1' } } },
      { quality: 'BestEffort', resources: {} },
    ])('give a pod its quality of service: $quality', async case_ => {
      const { resources, quality } = case_;
      const spec = {
        containers: [{ name: 'main', image: 'registry.test/web:1', resources }],
      };
      const created = await create(context, paths.pods(), aPod('a', spec));
      expect(created.status).toMatchObject({ qosClass: quality });
    });

    it('of a Service', async () => {
      const body = {
        metadata: { name: 'a' },
        spec: { selector: { app: 'a' }, ports: [{ port: 80 }] },
      };
      const created = await create(context, paths.services(), body);
      expect(created).toMatchObject({ status: { loadBalancer: {} } });
      const address = expect.stringMatching(/^10\.96\.\d+\.\d+$/);
      expect(created.spec).toEqual({
        clusterIP: address,
        clusterIPs: [address],
        internalTrafficPolicy: 'Cluster',
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
        selector: { app: 'a' },
        sessionAffinity: 'None',
        type: 'ClusterIP',
      });
    });

    it('of a headless Service', async () => {
      const body = {
        metadata: { name: 'a' },
        spec: { clusterIP: 'None', selector: { app: 'a' } },
      };
      const created = await create(context, paths.services(), body);
      expect(created.spec).toMatchObject({
        clusterIP: 'None',
        clusterIPs: ['None'],
      });
    });

    it('of a Namespace', async () => {
      const name = `${context.namespace}-more`;
      const created = await create(context, `${CORE}/namespaces`, {
        metadata: { name },
      });
      expect(created).toMatchObject({
        metadata: { labels: { 'kubernetes.io/metadata.name': name } },
        spec: { finalizers: ['kubernetes'] },
        status: { phase: 'Active' },
      });
    });

    it('of a MutatingWebhookConfiguration', async () => {
      const path =
        '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations';
      const name = `${context.namespace}-hooks`;
      const created = await create(context, path, {
        metadata: { name },
        webhooks: [
          {
            name: 'one.hook.test',
            admissionReviewVersions: ['v1'],
            sideEffects: 'None',
            clientConfig: { service: { name: 'a', namespace: 'b' } },
            rules: [
              {
                apiGroups: [''],
                apiVersions: ['v1'],
                operations: ['CREATE'],
                resources: ['pods'],
              },
            ],
            // No namespace has this label, so that the other tests are left alone.
            namespaceSelector: { matchLabels: { nosuch: 'label' } },
          },
        ],
      });
      await context.api.request(`${path}/${name}`, { method: 'DELETE' });
      expect(created.metadata.generation).toBe(1);
      expect(created.webhooks).toEqual([
        {
          name: 'one.hook.test',
          admissionReviewVersions: ['v1'],
          sideEffects: 'None',
          clientConfig: { service: { name: 'a', namespace: 'b', port: 443 } },
          failurePolicy: 'Fail',
          matchPolicy: 'Equivalent',
          namespaceSelector: { matchLabels: { nosuch: 'label' } },
          objectSelector: {},
          reinvocationPolicy: 'Never',
          rules: [
            {
              apiGroups: [''],
              apiVersions: ['v1'],
              operations: ['CREATE'],
              resources: ['pods'],
              scope: '*',
            },
          ],
          timeoutSeconds: 10,
        },
      ]);
    });
  });
}

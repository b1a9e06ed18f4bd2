import { stringify } from 'yaml';
import { waitUntil } from '../../../../scripts/processes/waitUntil.ts';
import {
  aConfigMap,
  aDeployment,
  aPod,
  create,
  expectOk,
  patch,
  pathsOf,
  type SuiteContext,
} from './SuiteContext.ts';

/** `@kubernetes/client-node`, the client of the portal's Kubernetes plugin; an ES module. */
export function nodeClientSuite(context: SuiteContext): void {
  const paths = pathsOf(context);
  const connect = async () => {
    const client = await import('@kubernetes/client-node');
    const config = new client.KubeConfig();
    config.loadFromFile(context.server.kubeconfigPath);
    return { client, config, core: config.makeApiClient(client.CoreV1Api) };
  };

  it('lists in pages', async () => {
    for (const name of ['a', 'b', 'c']) {
      await create(context, paths.configMaps(), aConfigMap(name));
    }
    const { core } = await connect();
    const { namespace } = context;
    const first = await core.listNamespacedConfigMap({ namespace, limit: 2 });
    expect(first.items.map(i => i.metadata?.name)).toEqual(['a', 'b']);
    const second = await core.listNamespacedConfigMap({
      namespace,
      limit: 2,
      _continue: first.metadata?._continue,
    });
    expect(second.items.map(i => i.metadata?.name)).toEqual(['c']);
  });

  it('reads errors', async () => {
    const { core } = await connect();
    const read = core.readNamespacedPod({
      namespace: context.namespace,
      name: 'nosuch',
    });
    await expect(read).rejects.toMatchObject({ code: 404 });
  });

  it('keeps an informer up to date', async () => {
    await create(context, paths.configMaps(), aConfigMap('a'));
    const { client, config, core } = await connect();
    const { namespace } = context;
    const informer = client.makeInformer(
      config,
      `/api/v1/namespaces/${namespace}/configmaps`,
      () => core.listNamespacedConfigMap({ namespace }),
    );
    const log: string[] = [];
    for (const verb of ['add', 'update', 'delete'] as const) {
      informer.on(verb, object => log.push(`${verb} ${object.metadata?.name}`));
    }
    await informer.start();
    await create(context, paths.configMaps(), aConfigMap('b'));
    await patch(context, `${paths.configMaps()}/a`, { data: { k: 'v' } });
    await context.api.request(`${paths.configMaps()}/b`, { method: 'DELETE' });
    await waitUntil(async () => log.includes('delete b'), {
      what: 'the informer to see the deletion',
      timeoutMilliseconds: 10_000,
    });
    await informer.stop();
    expect(log).toEqual(['add a', 'add b', 'update a', 'delete b']);
  });

  it('patches', async () => {
    await create(context, paths.deployments(), aDeployment('a'));
    const { client, config } = await connect();
    const apps = config.makeApiClient(client.AppsV1Api);
    const { setHeaderOptions, PatchStrategy } = client;
    const patched = await apps.patchNamespacedDeployment(
      {
        namespace: context.namespace,
        name: 'a',
        body: { spec: { replicas: 4 } },
      },
      setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
    );
    expect(patched.spec?.replicas).toBe(4);
  });
}

export function kubectlSuite(context: SuiteContext): void {
  const paths = pathsOf(context);
  const kubectl = (args: string, input?: string) =>
    context.server.kubectl(
      ['--namespace', context.namespace, ...args.split(' ')],
      input,
    );
  const manifest = (...objects: object[]) =>
    objects.map(o => stringify(o)).join('---\n');
  const deployment = async () =>
    expectOk(await context.api.request(`${paths.deployments()}/web`));

  it('applies, finds nothing to do, shows a difference and applies it', async () => {
    const web = aDeployment('web');
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
    };
    expect(await kubectl('apply -f -', manifest(web, service))).toBe(
      'deployment.apps/web created\nservice/web created\n',
    );
    expect(await kubectl('apply -f -', manifest(web, service))).toBe(
      'deployment.apps/web unchanged\nservice/web unchanged\n',
    );
    const changed = manifest(aDeployment('web', { replicas: 3 }), service);
    // kubectl diff ends with 1 when there is a difference.
    await expect(kubectl('diff -f -', changed)).rejects.toThrow(/diff/);
    expect((await deployment()).spec).toMatchObject({ replicas: 1 });
    expect(await kubectl('apply -f -', changed)).toBe(
      'deployment.apps/web configured\nservice/web unchanged\n',
    );
    expect((await deployment()).spec).toMatchObject({ replicas: 3 });
    expect(await kubectl('diff -f -', changed)).toBe('');
  }, 60_000);

  it('labels, annotates, scales, patches, restarts and deletes', async () => {
    await create(context, paths.deployments(), aDeployment('web'));
    await kubectl('label deployment web tier=front');
    await kubectl('label deployment web app-');
    await kubectl('annotate deployment web note=hello');
    await kubectl('scale deployment web --replicas=4');
    await kubectl('patch deployment web -p {"spec":{"minReadySeconds":5}}');
    await kubectl('set image deployment/web main=registry.test/web:2');
    await kubectl('rollout restart deployment web');
    const after = await deployment();
    expect(after.metadata).toMatchObject({
      labels: { tier: 'front' },
      annotations: { note: 'hello' },
    });
    expect(after.spec).toMatchObject({
      replicas: 4,
      minReadySeconds: 5,
      template: {
        metadata: {
          annotations: {
            'kubectl.kubernetes.io/restartedAt': expect.any(String),
          },
        },
        spec: { containers: [{ image: 'registry.test/web:2' }] },
      },
    });
    const managers = after.metadata.managedFields?.map(e => e.manager);
    expect(managers).toEqual(
      expect.arrayContaining([
        'kubectl-label',
        'kubectl-rollout',
        'kubectl-set',
      ]),
    );
    expect(await kubectl('delete deployment web')).toContain('"web" deleted');
  }, 60_000);

  it('waits for a rollout', async () => {
    await create(context, paths.deployments(), aDeployment('web'));
    const status = {
      observedGeneration: 1,
      replicas: 1,
      updatedReplicas: 1,
      readyReplicas: 1,
      availableReplicas: 1,
    };
    const rollout = kubectl('rollout status deployment/web --timeout=30s');
    await patch(context, `${paths.deployments()}/web/status`, { status });
    expect(await rollout).toContain('deployment "web" successfully rolled out');
  }, 60_000);

  it('prints tables, also of what happens', async () => {
    await create(context, paths.pods(), aPod('web', {}, { app: 'web' }));
    expect(await kubectl('get pods')).toMatch(
      /^NAME +READY +STATUS +RESTARTS +AGE\nweb +0\/1 +Pending +0 +\d+s\n$/,
    );
    expect(await kubectl('get po,deploy -l app=web -o name')).toBe('pod/web\n');
    expect(await kubectl('get pods -o wide --show-labels')).toContain(
      'app=web',
    );
    const watched = kubectl('get pods -w --request-timeout=3s');
    await patch(context, `${paths.pods()}/web/status`, {
      status: { phase: 'Running' },
    });
    expect(await watched).toContain('Running');
  }, 60_000);

  it('describes', async () => {
    await create(context, paths.deployments(), aDeployment('web'));
    const text = await kubectl('describe deployment web');
    expect(text).toMatch(/^Name: +web$/m);
    expect(text).toContain('registry.test/web:1');
    expect(await kubectl('describe namespace default')).toMatch(
      /^Status: +Active$/m,
    );
  }, 60_000);

  it('creates from a file and in one go', async () => {
    const map = manifest(aConfigMap('a', { data: { k: 'v' } }));
    expect(await kubectl('create -f -', map)).toBe('configmap/a created\n');
    await kubectl('create configmap b --from-literal=k=v');
    await kubectl('create deployment web --image=registry.test/web:1');
    await kubectl('create serviceaccount robot');
    const name = `${context.namespace}-made`;
    await kubectl(`create namespace ${name}`);
    expect(await kubectl('get cm b -o jsonpath={.data.k}')).toBe('v');
    expect(await kubectl(`get namespace ${name} -o name`)).toBe(
      `namespace/${name}\n`,
    );
  }, 60_000);

  it('says what one may do and who one is', async () => {
    expect(await kubectl('auth can-i delete pods')).toBe('yes\n');
    expect(await kubectl('auth whoami')).toContain('admin');
  }, 60_000);

  it('applies a list of objects', async () => {
    const list = {
      apiVersion: 'v1',
      kind: 'List',
      items: [aConfigMap('a'), aConfigMap('b')],
    };
    const printed = await kubectl('apply -f -', manifest(list));
    expect(printed).toBe('configmap/a created\nconfigmap/b created\n');
  });

  it('makes a Job of a CronJob, with what its pods need', async () => {
    const container = {
      name: 'report',
      image: 'example.test/report:1',
      env: [{ name: 'DAY', value: 'monday' }],
      resources: { requests: { cpu: '250m', memory: '64Mi' } },
      securityContext: { allowPrivilegeEscalation: false },
      volumeMounts: [{ name: 'scratch', mountPath: '/scratch' }],
    };
    const pod = {
      restartPolicy: 'Never',
      containers: [container],
      volumes: [{ name: 'scratch', emptyDir: {} }],
    };
    const report = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'report' },
      spec: {
        schedule: '0 3 * * *',
        suspend: true,
        jobTemplate: { spec: { backoffLimit: 0, template: { spec: pod } } },
      },
    };
    await kubectl('apply -f -', manifest(report));
    await kubectl('create job now --from=cronjob/report');
    const path = `/apis/batch/v1/namespaces/${context.namespace}/jobs/now`;
    const job = expectOk(await context.api.request(path));
    expect(job).toMatchObject({
      metadata: {
        annotations: { 'cronjob.kubernetes.io/instantiate': 'manual' },
        ownerReferences: [{ kind: 'CronJob', name: 'report' }],
      },
      spec: {
        backoffLimit: 0,
        template: {
          spec: {
            restartPolicy: 'Never',
            containers: [container],
            volumes: [{ name: 'scratch', emptyDir: {} }],
          },
        },
      },
    });
  });
}

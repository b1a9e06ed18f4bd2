import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { JsonRequest } from '../../../../scripts/kubernetes/requestJson';
import { Session } from '../../../../scripts/processes/Session';
import { startLab } from '../../../../scripts/start/lab';
import { copyClusters, ISTIO_CLUSTER } from '../harness/copiedClusters';
import { findFreePortBase } from '../harness/portBase';
import { ROOT } from '../harness/root';
import { TestLab } from '../harness/TestLab';
import type { Access, ApiServerUnderTest } from './ApiServerUnderTest';
import { createWidgets, deleteWidgets } from './widgetsDefinition';

/** Of the control API and the cluster, the sign-in at the end. */
const LAB_PORTS = 16;

interface AppConfig {
  kubernetes: {
    clusterLocatorMethods: {
      clusters: {
        name: string;
        url: string;
        caData: string;
        serviceAccountToken: string;
      }[];
    }[];
  };
}

/** The only cluster of a lab of its own, with the faults of the lab's command line. */
export async function startLabApiServer(): Promise<ApiServerUnderTest> {
  const directory = mkdtempSync(join(tmpdir(), 'meshport-reflector-'));
  const session = new Session();
  const world = copyClusters({
    clusters: [ISTIO_CLUSTER],
    into: join(directory, 'world'),
  });
  const portBase = String(await findFreePortBase(LAB_PORTS));
  const { appConfig } = await startLab({
    root: ROOT,
    session,
    directory,
    logFile: join(directory, 'lab.log'),
    args: ['--port-base', portBase, '--world', world],
  });
  const config = parse(readFileSync(appConfig, 'utf8')) as AppConfig;
  const [cluster] = config.kubernetes.clusterLocatorMethods[0].clusters;
  const access = {
    url: cluster.url,
    caPem: Buffer.from(cluster.caData, 'base64').toString(),
    token: cluster.serviceAccountToken,
  };
  const lab = new TestLab(directory);
  return new LabApiServer(lab, cluster.name, access, async () => {
    await session.stop();
    rmSync(directory, { recursive: true, force: true });
  });
}

class LabApiServer implements ApiServerUnderTest {
  constructor(
    private readonly lab: TestLab,
    private readonly cluster: string,
    private readonly portal: Access,
    readonly stop: () => Promise<void>,
  ) {}

  access(): Access {
    return this.portal;
  }

  request(path: string, request?: JsonRequest) {
    return this.lab.request(this.cluster, path, request);
  }

  async openWatches(): Promise<number> {
    const { clusters } = await this.lab.status();
    const watches = clusters.find(({ name }) => name === this.cluster)?.watches;
    return Object.values(watches ?? {}).reduce((sum, count) => sum + count, 0);
  }

  /** The lab is one process for all clusters: a closed port and a lost history stand for it. */
  async kill(): Promise<void> {
    await this.fault('refuse');
  }

  async restart(): Promise<void> {
    await this.fault('compact');
    await this.heal();
  }

  async forgetAfter(changes: () => Promise<void>): Promise<void> {
    await this.fault('half-open');
    await changes();
    await this.fault('compact');
  }

  forget(): Promise<void> {
    return this.fault('compact');
  }

  hang(): Promise<void> {
    return this.fault('hang');
  }

  halfOpen(): Promise<void> {
    return this.fault('half-open');
  }

  fail(status: number): Promise<void> {
    return this.fault('fail', String(status));
  }

  garble(): Promise<void> {
    return this.fault('garble');
  }

  cutWatches(): Promise<void> {
    return this.fault('cut-watch');
  }

  refuseToken(): Promise<void> {
    return this.fault('expire-token');
  }

  forbidSecrets(): Promise<void> {
    return this.fault('forbid', 'secrets');
  }

  heal(): Promise<void> {
    return this.fault('heal');
  }

  addWidgets(): Promise<void> {
    return createWidgets(this);
  }

  removeWidgets(): Promise<void> {
    return deleteWidgets(this);
  }

  private async fault(command: string, ...args: string[]): Promise<void> {
    await this.lab.command(command, this.cluster, ...args);
  }
}

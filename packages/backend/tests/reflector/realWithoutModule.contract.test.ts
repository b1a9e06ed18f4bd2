import { startRealApiServer } from './RealApiServer';
import { reflectorSuite } from './reflector.suite';

jest.setTimeout(60_000);

reflectorSuite({
  name: 'a real kube-apiserver',
  startServer: startRealApiServer,
  canForget: false,
  withProxyModule: false,
});

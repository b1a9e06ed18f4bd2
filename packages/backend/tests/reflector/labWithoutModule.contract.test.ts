import { startLabApiServer } from './LabApiServer';
import { reflectorSuite } from './reflector.suite';

jest.setTimeout(60_000);

reflectorSuite({
  name: 'the lab',
  startServer: startLabApiServer,
  canForget: true,
  withProxyModule: false,
});

import { startRealApiServer } from './RealApiServer';
import { reflectorSuite } from './reflector.suite';

jest.setTimeout(60_000);

reflectorSuite('a real kube-apiserver', startRealApiServer, false);

import { startRealApiServer } from './RealApiServer';
import { reflectorSuite } from './reflectorSuite';

jest.setTimeout(60_000);

reflectorSuite('a real kube-apiserver', startRealApiServer);

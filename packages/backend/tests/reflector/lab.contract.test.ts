import { startLabApiServer } from './LabApiServer';
import { reflectorSuite } from './reflector.suite';

jest.setTimeout(60_000);

reflectorSuite('the lab', startLabApiServer, true);

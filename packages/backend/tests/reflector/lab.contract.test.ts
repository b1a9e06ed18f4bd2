import { startLabApiServer } from './LabApiServer';
import { reflectorSuite } from './reflectorSuite';

jest.setTimeout(60_000);

reflectorSuite('the lab', startLabApiServer);

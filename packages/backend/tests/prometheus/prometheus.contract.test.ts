import { startPrometheus } from './PrometheusStore';
import { queriesSuite } from './queries.suite';

jest.setTimeout(60_000);

queriesSuite('Prometheus', startPrometheus);

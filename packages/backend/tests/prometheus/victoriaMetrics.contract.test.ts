import { startVictoriaMetrics } from './VictoriaMetricsStore';
import { queriesSuite } from './queries.suite';

jest.setTimeout(60_000);

// Its rate() takes the sample before the window and does not extrapolate.
queriesSuite('VictoriaMetrics', startVictoriaMetrics, { isCoarse: true });

export { GoldenMetricsCard } from './GoldenMetricsCard';

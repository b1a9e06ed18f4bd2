/**
 * Module of the Kubernetes plugin's backend that passes stream ends and aborts through
 * its proxy.
 *
 * @packageDocumentation
 */
export { kubernetesProxyStreams as default } from './module';

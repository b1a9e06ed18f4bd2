/**
 * Backend plugin of Meshport: the service mesh state of all clusters that the
 * portal's Kubernetes plugin knows.
 *
 * @packageDocumentation
 */
export { meshPlugin as default } from './plugin';

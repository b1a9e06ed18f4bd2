/**
 * Backstage frontend plugin: is my service in the mesh, and what is missing.
 *
 * @packageDocumentation
 */
export { meshPlugin as default } from './plugin';
export { meshApiRef } from './api/meshApiRef';
export { meshTranslationRef, meshSentencesTranslationRef } from './translation';

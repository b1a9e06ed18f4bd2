/**
 * Builders for tests of meshes and of what is made of them.
 *
 * @packageDocumentation
 */
export * from './aSnapshot';
export * from './builders';

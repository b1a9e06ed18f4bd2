/**
 * Model types, HTTP contract, client, permissions and texts of the mesh plugin.
 *
 * @packageDocumentation
 */
export * from './annotations';
export * from './api/client';
export * from './api/contract';
export * from './api/requestContract';
export * from './model/change';
export * from './model/cluster';
export * from './model/export';
export * from './model/golden';
export * from './model/graph';
export * from './model/membership';
export * from './model/membershipOrder';
export * from './model/namespace';
export * from './model/preflight';
export * from './model/reference';
export * from './model/request';
export * from './model/requestForm';
export * from './model/service';
export * from './model/serviceMetrics';
export * from './model/setup';
export * from './model/source';
export * from './model/text';
export * from './permissions';
export * from './texts/englishMessages';
export * from './texts/missingRule';
export * from './texts/reasonCodes';
export * from './texts/renderText';

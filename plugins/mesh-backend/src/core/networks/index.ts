export { networkKinds } from './kinds';
export { networksOf } from './networksOf';
export { networkReasons } from './reasons';

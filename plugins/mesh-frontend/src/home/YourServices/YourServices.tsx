import { useOwnServices } from '../../hooks/useOwnServices';
import { YourServicesView } from './YourServicesView';

/** Home page widget: what of mine needs me. */
export function YourServices() {
  return <YourServicesView {...useOwnServices()} />;
}

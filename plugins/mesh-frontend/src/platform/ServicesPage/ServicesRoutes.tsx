import { Route, Routes } from 'react-router-dom';
import { ServicePage } from './ServicePage';
import { ServicesPage } from './ServicesPage';

/** All services, and one of them. */
export function ServicesRoutes() {
  return (
    <Routes>
      <Route path="/" element={<ServicesPage />} />
      <Route path="/:set/:namespace/:name" element={<ServicePage />} />
    </Routes>
  );
}

import { kubernetesApiSuite } from './kubernetes-api.suite.ts';
import { startLabServer } from './support/labServer.ts';

kubernetesApiSuite('the lab', startLabServer);

import { kubernetesApiSuite } from './kubernetes-api.suite.ts';
import { startRealServer } from './support/realServer.ts';

kubernetesApiSuite('kube-apiserver', startRealServer);

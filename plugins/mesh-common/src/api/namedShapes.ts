import { z } from 'zod';
import {
  clusterSchema,
  clusterSetSchema,
  clusterSummarySchema,
  meshInstallationSchema,
} from '../model/cluster';
import {
  fixSchema,
  membershipSchema,
  postureSchema,
  reasonSchema,
} from '../model/membership';
import {
  namespaceDetailsSchema,
  namespaceSummarySchema,
  namespaceWorkloadSchema,
  writerSchema,
} from '../model/namespace';
import {
  budgetWindowSchema,
  goldenSchema,
  metricSeriesSchema,
  objectivesSchema,
} from '../model/golden';
import {
  changeSchema,
  dependenciesSchema,
  driftSchema,
  edgeSchema,
  graphNodeSchema,
  graphSchema,
  verdictSchema,
} from '../model/graph';
import {
  exactChangeSchema,
  phaseSchema,
  plannedPhaseSchema,
} from '../model/change';
import { preflightFindingSchema, preflightSchema } from '../model/preflight';
import { objectRefSchema } from '../model/reference';
import {
  deliverySchema,
  meshRequestSchema,
  requestDetailsSchema,
  requestSummarySchema,
} from '../model/request';
import { requestFormSchema } from '../model/requestForm';
import {
  entityMeshSchema,
  serviceDetailsSchema,
  serviceInstanceSchema,
  serviceSummarySchema,
  serviceViewSchema,
  workloadViewSchema,
} from '../model/service';
import {
  metricsAnswerSchema,
  serviceMetricsSchema,
  toolLinkSchema,
} from '../model/serviceMetrics';
import { setupClusterSchema, setupSchema } from '../model/setup';
import { sourceSchema } from '../model/source';
import { textSchema } from '../model/text';

const errorSchema = z.object({
  // Backstage adds a cause, and in development a stack.
  error: z.looseObject({ name: z.string(), message: z.string() }),
  request: z.object({ method: z.string(), url: z.string() }).optional(),
  response: z.object({ statusCode: z.number() }),
});

/** Shapes that the document names once and refers to; the rest is written out. */
export const NAMED_SHAPES: Readonly<Record<string, z.ZodType>> = {
  BudgetWindow: budgetWindowSchema,
  Change: changeSchema,
  Cluster: clusterSchema,
  ClusterSet: clusterSetSchema,
  ClusterSummary: clusterSummarySchema,
  Delivery: deliverySchema,
  Dependencies: dependenciesSchema,
  Drift: driftSchema,
  Edge: edgeSchema,
  EntityMesh: entityMeshSchema,
  Error: errorSchema,
  ExactChange: exactChangeSchema,
  Fix: fixSchema,
  Golden: goldenSchema,
  Graph: graphSchema,
  GraphNode: graphNodeSchema,
  Membership: membershipSchema,
  MetricSeries: metricSeriesSchema,
  MetricsAnswer: metricsAnswerSchema,
  MeshInstallation: meshInstallationSchema,
  MeshRequest: meshRequestSchema,
  NamespaceDetails: namespaceDetailsSchema,
  NamespaceSummary: namespaceSummarySchema,
  NamespaceWorkload: namespaceWorkloadSchema,
  Objectives: objectivesSchema,
  ObjectRef: objectRefSchema,
  Phase: phaseSchema,
  PlannedPhase: plannedPhaseSchema,
  Posture: postureSchema,
  Preflight: preflightSchema,
  PreflightFinding: preflightFindingSchema,
  Reason: reasonSchema,
  RequestDetails: requestDetailsSchema,
  RequestForm: requestFormSchema,
  RequestSummary: requestSummarySchema,
  ServiceDetails: serviceDetailsSchema,
  ServiceInstance: serviceInstanceSchema,
  ServiceMetrics: serviceMetricsSchema,
  ServiceSummary: serviceSummarySchema,
  ServiceView: serviceViewSchema,
  Setup: setupSchema,
  SetupCluster: setupClusterSchema,
  Source: sourceSchema,
  Text: textSchema,
  ToolLink: toolLinkSchema,
  Verdict: verdictSchema,
  WorkloadView: workloadViewSchema,
  Writer: writerSchema,
};

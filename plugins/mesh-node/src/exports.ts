import type {
  ExportTarget,
  LinkState,
  ObjectRef,
  Reason,
  Writer,
} from '@meshport/plugin-mesh-common';

/** Ready and all endpoints. */
export interface EndpointCount {
  readonly ready: number;
  readonly total: number;
}

/** A port by which a Service is called. */
export interface ExportedPort {
  readonly name?: string;
  readonly port: number;
  readonly protocol: string;
}

/** A service that a cluster offers to others by one mechanism. */
export interface DeclaredExport {
  /** `cilium-global`, `linkerd-mirror`, ...: stable, and shown. */
  readonly mechanism: string;
  readonly namespace: string;
  readonly name: string;
  readonly ports: readonly ExportedPort[];
  /** Without an address of its own (`clusterIP: None`). */
  readonly headless: boolean;
  /** Those of this cluster alone; undefined where they are not known. */
  readonly endpoints?: EndpointCount;
}

/** Something that came from another cluster, whatever that one says of it today. */
export interface ArrivedService {
  readonly mechanism: string;
  readonly system: string;
  /** The name that the system gives to the cluster that it came from. */
  readonly alias: string;
  /** The service there. */
  readonly namespace: string;
  readonly name: string;
}

/** A connection of this cluster to another, as an object of this cluster declares it. */
export interface DeclaredLink {
  readonly mechanism: string;
  readonly system: string;
  readonly alias: string;
  readonly ref: ObjectRef;
}

/**
 * What one mesh says in one cluster of services that go to others or came from them.
 * Plain data: it is compared and hashed with the rest of the model.
 */
export interface ExportFacts<Details = unknown> {
  readonly declared: readonly DeclaredExport[];
  readonly arrived: readonly ArrivedService[];
  readonly links: readonly DeclaredLink[];
  /** What the rules of the mesh need to know of the cluster besides. */
  readonly details: Details;
  /**
   * Who keeps Services (`namespace/name`) and namespaces (`namespace`) as they are; of
   * those that people write, nothing.
   */
  readonly keptBy: Readonly<Record<string, Writer>>;
  /** Why there may be more than that, and why what is missing may be there. */
  readonly unreadable: readonly Reason[];
}

/** A cluster that offers services. */
export interface OfferingSide<Details = unknown> {
  readonly cluster: string;
  readonly kubectlContext: string;
  /** Undefined where nothing has been read, or the mesh is not there. */
  readonly facts?: ExportFacts<Details>;
}

/** A cluster that could use services of others. */
export interface ConsumingSide<Details = unknown>
  extends OfferingSide<Details> {
  readonly facts: ExportFacts<Details>;
  /** Ids of the meshes that are installed. */
  readonly meshes: readonly string[];
  hasNamespace(name: string): boolean;
  /** Of all EndpointSlices of a Service; undefined where there is no such Service. */
  endpointsOf(namespace: string, name: string): EndpointCount | undefined;
}

/** Two clusters, or one and itself: a cluster may use its own service as others do. */
export interface ExportPair<Details = unknown> {
  readonly from: OfferingSide<Details>;
  readonly to: ConsumingSide<Details>;
  /** Whether both are of one cluster set. */
  readonly sameSet: boolean;
  /** Whether `to` means `from` by a name of the mesh. */
  means(alias: string): boolean;
}

/** What became of an export in a cluster; its state follows from `arrived` and reasons. */
export type ExportArrival = Omit<ExportTarget, 'cluster' | 'state'>;

/** What a mesh knows of the connection of two clusters. */
export interface LinkFinding {
  readonly mechanism: string;
  readonly state: LinkState;
  readonly sharedTrust: boolean | 'unknown';
  readonly declaredBy?: ObjectRef;
  readonly reasons: readonly Reason[];
}

/**
 * How exports of one mesh get from one cluster to another: pure functions over what it
 * said of each cluster by itself.
 */
export interface ExportRules<Details = unknown> {
  /** Undefined where `to` could not use anything of `from`. A cluster may use its own. */
  arrivalOf(
    declared: DeclaredExport,
    pair: ExportPair<Details>,
  ): ExportArrival | undefined;
  /** Undefined where `to` is not connected with `from`, and is not to be. */
  linkOf(pair: ExportPair<Details>): LinkFinding | undefined;
}

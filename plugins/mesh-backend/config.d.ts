export interface Config {
  /** Service mesh of all clusters that the Kubernetes plugin knows. */
  mesh?: {
    /**
     * Clusters that belong together, in the order of the page. A namespace means
     * the same thing in all clusters of a set. Default: one set with every cluster.
     */
    clusterSets?: Array<{
      /** Lower case letters, digits and dashes; part of addresses. */
      name: string;
      /** Shown on pages; default the name with a capital letter. */
      title?: string;
      /** Names of clusters as the Kubernetes plugin knows them. */
      clusters: string[];
    }>;
    /** What is known of clusters beyond the Kubernetes plugin's configuration. */
    clusters?: {
      [cluster: string]: {
        /** Name on pages; default the Kubernetes plugin's title, else its name. */
        displayName?: string;
        region?: string;
        /** kubeconfig context in commands for people; default the cluster's name. */
        kubectlContext?: string;
        /** Mesh that fixes enrol namespaces in where several are installed: its id (istio, linkerd, ...). */
        defaultMesh?: string;
        /**
         * Names that meshes give the cluster, by the mesh's id, and its value of the
         * metrics store's cluster label as `metrics`; default what is detected.
         */
        aliases?: { [mesh: string]: string };
        /** Name of the store under `metrics.stores` that has the cluster's numbers. */
        metrics?: string;
      };
    };
    /** What is only counted, and said to be. */
    ignore?: {
      /** Names of namespaces in all clusters; `*` stands for any characters. */
      namespaces?: string[];
    };
    ownership?: {
      /**
       * Annotation or label on namespaces that names their owner: an entity ref, or the
       * name of a group. Default: meshport.io/owner.
       */
      namespaceKey?: string;
    };
    /** Where numbers of traffic come from. Without a store there are none. */
    metrics?: {
      /**
       * Stores with the HTTP API of Prometheus (Prometheus, Thanos, Mimir, VictoriaMetrics):
       * one for many clusters, or one per cluster.
       */
      stores?: {
        [store: string]: {
          /** Address that `/api/v1/query` follows. */
          url: string;
          /** Label that names the cluster, where the store has several. */
          clusterLabel?: string;
          /**
           * Sent with every request.
           * @deepVisibility secret
           */
          headers?: { [name: string]: string };
          /** @visibility secret */
          bearerToken?: string;
          basic?: {
            username: string;
            /** @visibility secret */
            password: string;
          };
          /** Sent as X-Scope-OrgID. */
          tenant?: string;
          /** PEM file with the certificate authorities to trust instead of the system's. */
          caFile?: string;
          /** Added to every selector, as in PromQL: `env="prod"`. */
          matchers?: string;
          /** Address for people, who get a link with each query. */
          publicUrl?: string;
        };
      };
      refresh?: {
        /** 5 to 300; default 15. */
        seconds?: number;
      };
      window?: {
        /** What rates are counted over, 60 to 3600; default 300. */
        seconds?: number;
      };
    };
    /** What services are held to that say nothing else themselves. */
    objectives?: {
      /** Percent of requests that succeed; default 99.9. */
      success?: number;
      /** Default 500. */
      p99?: { milliseconds: number };
      /** What the way to another cluster may add to a call; default 50. */
      crossClusterOverhead?: { milliseconds: number };
      /** With fewer requests in the window nothing is said about health; default 60. */
      minRequests?: number;
    };
    /** Addresses of other tools: one for all clusters, or one per cluster. */
    links?: {
      grafana?: string | { [cluster: string]: string };
      kiali?: string | { [cluster: string]: string };
      hubbleUi?: string | { [cluster: string]: string };
      jaeger?: string | { [cluster: string]: string };
      tempo?: string | { [cluster: string]: string };
      linkerdViz?: string | { [cluster: string]: string };
      consulUi?: string | { [cluster: string]: string };
    };
    /** What people may ask of the platform team, and how it is done once it is approved. */
    requests?: {
      /** Entity refs of those who are told of every request, as group:default/platform-team. */
      notify?: string[];
      /** Requests that nobody decides on expire; default after 14 days. */
      expireAfter?: { days: number };
      protected?: {
        /** Nobody may ask for changes there; `*` stands for any characters. Default: kube-*. */
        namespaces?: string[];
      };
      /**
       * How changes get into clusters; the first that matches a cluster wins. Without one
       * nothing can be asked for there.
       */
      deliveries?: Array<{
        /** Names of clusters as the Kubernetes plugin knows them; `*` stands for any characters. */
        clusters: string[];
        /** Written by the portal itself, with an account that is for writing alone. */
        type: 'apply';
        /**
         * Bearer token of that account.
         * @visibility secret
         */
        token?: string;
        /** Instead of a token: whom the portal's own account may impersonate. */
        impersonate?: { user: string; groups?: string[] };
      }>;
    };
  };
}

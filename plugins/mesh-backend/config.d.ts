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
        /** Names that meshes give the cluster, by the mesh's id; default what is detected. */
        aliases?: { [mesh: string]: string };
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
  };
}

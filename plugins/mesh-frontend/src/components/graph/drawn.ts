import type { GraphNode, Health } from '@meshport/plugin-mesh-common';

/** One end of calls, in the words of the page. */
export interface DrawnNode {
  readonly id: string;
  readonly kind: GraphNode['kind'];
  /** With its namespace, where it has one. */
  readonly name: string;
  /** What is written large; its namespace, or what it is, stands in `note`. */
  readonly title: string;
  readonly health: Health;
  /** Absent where nobody can know it, as of what is outside of all clusters. */
  readonly healthWord?: string;
  readonly note?: string;
  /** All of it in one sentence, for screen readers. */
  readonly description: string;
  /** Id of the frame that it stands in. */
  readonly frame?: string;
  /** It is what the page is about. */
  readonly isFocus: boolean;
}

/** Calls from one end to another, in the words of the page. */
export interface DrawnEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly health: Health;
  /** How much, how well, and what is not as it should be: a line each. */
  readonly label: readonly string[];
  /** All of it in one sentence, for screen readers. */
  readonly description: string;
}

/** What frames nodes: a cluster. */
interface DrawnFrame {
  readonly id: string;
  readonly title: string;
}

/** A graph to be drawn. */
export interface Drawn {
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
  readonly frames: readonly DrawnFrame[];
}

import type { GraphNode, Health } from '@meshport/plugin-mesh-common';

/** One end of calls, in the words of the page. */
export interface DrawnNode {
  readonly id: string;
  readonly kind: GraphNode['kind'];
  readonly name: string;
  readonly health: Health;
  readonly healthWord: string;
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
  /** How much and how well, in a few words. */
  readonly label: string;
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

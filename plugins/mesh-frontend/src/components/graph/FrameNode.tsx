import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import type { FrameFlowNode } from './flowElements';

/** A cluster around what it holds. */
function PlainFrameNode({ data }: NodeProps<FrameFlowNode>) {
  return <div className="meshFrame">{data.title}</div>;
}

export const FrameNode = memo(PlainFrameNode);

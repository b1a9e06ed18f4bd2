import { Handle, Position, type NodeProps } from '@xyflow/react';
import { memo } from 'react';
import type { EndFlowNode } from './flowElements';
import { HealthShape } from './HealthShape';
import { KindShape } from './KindShape';

/** One end of calls. The graph around it handles keys and clicks. */
function PlainEndNode({ data }: NodeProps<EndFlowNode>) {
  const { node, isCurrent, isSelected, isDim } = data;
  const classes = [
    'meshEnd',
    `meshEnd-${node.kind}`,
    ...(node.isFocus ? ['meshEnd-focus'] : []),
    ...(isSelected ? ['meshEnd-selected'] : []),
    ...(isDim ? ['meshDim'] : []),
  ];
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <div
        role="button"
        // One stop for the whole graph; arrow keys lead from node to node.
        tabIndex={isCurrent ? 0 : -1}
        aria-pressed={isSelected}
        aria-label={node.description}
        data-node={node.id}
        className={classes.join(' ')}
        title={node.name}
      >
        <span className="meshEnd-name">
          <KindShape kind={node.kind} />
          <span>{node.title}</span>
        </span>{' '}
        <span className="meshEnd-health">
          {node.healthWord && <HealthShape health={node.health} />}
          <span>
            {[node.healthWord, node.note].filter(Boolean).join(' · ')}
          </span>
        </span>
      </div>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </>
  );
}

export const EndNode = memo(PlainEndNode);

import {
  EdgeLabelRenderer,
  getBezierPath,
  type EdgeProps,
} from '@xyflow/react';
import { createContext, memo, useContext } from 'react';
import type { CallFlowEdge } from './flowElements';

/** Labels that nobody could read are not drawn. */
export const LabelsShown = createContext(true);

/** Calls as a line, whose kind tells the health, with how much and how well. */
function PlainCallEdge({
  sourceX,
  sourceY,
  targetX,
  targetY,
  sourcePosition,
  targetPosition,
  markerEnd,
  data,
}: EdgeProps<CallFlowEdge>) {
  const labelsShown = useContext(LabelsShown);
  const [path, x, y] = getBezierPath({
    ...{ sourceX, sourceY, targetX, targetY },
    ...{ sourcePosition, targetPosition },
  });
  if (!data) return null;
  const { edge, isDim } = data;
  const dim = isDim ? ' meshDim' : '';
  return (
    <>
      <path
        d={path}
        className={`react-flow__edge-path meshCall-${edge.health}${dim}`}
        markerEnd={markerEnd}
      />
      {labelsShown && (
        // Above all lines, so that none runs through the words.
        <EdgeLabelRenderer>
          <div
            className={`meshCall-label${dim}`}
            style={{
              transform: `translate(-50%, -50%) translate(${x}px, ${y}px)`,
            }}
            aria-hidden
          >
            {edge.label.map(line => (
              <div key={line}>{line}</div>
            ))}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
}

export const CallEdge = memo(PlainCallEdge);

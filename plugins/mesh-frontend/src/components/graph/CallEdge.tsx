import { getBezierPath, type EdgeProps } from '@xyflow/react';
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
  return (
    <g className={isDim ? 'meshDim' : undefined}>
      <path
        d={path}
        className={`react-flow__edge-path meshCall-${edge.health}`}
        markerEnd={markerEnd}
      />
      {labelsShown && (
        <text className="meshCall-label" x={x} y={y} aria-hidden>
          {edge.label}
        </text>
      )}
    </g>
  );
}

export const CallEdge = memo(PlainCallEdge);

import { meshName } from '../view/names';
import { useModeWord } from './useModeWord';

/** A mesh and how it carries traffic: "Istio ambient". */
export function useMeshModeWord(): (of: {
  readonly mesh: string;
  readonly mode: string;
}) => string {
  const modeWord = useModeWord();
  return ({ mesh, mode }) =>
    [meshName(mesh), mode && modeWord(mode)].filter(Boolean).join(' ');
}

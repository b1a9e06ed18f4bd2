import { CommandError, type Commands } from '../apiserver/control/Command.ts';
import type { ForgeFaults } from './ForgeFaults.ts';

const EFFECTS = {
  down: 'The forge answers everything with 503, and Flux cannot fetch.',
  slow: 'Every answer of the forge takes 8 seconds.',
  heal: 'The forge is well.',
} as const;

function isEffect(name: string | undefined): name is keyof typeof EFFECTS {
  return name !== undefined && Object.hasOwn(EFFECTS, name);
}

/** Breaks and mends the forge; `undefined` where the lab has none. */
export function forgeCommands(faults: ForgeFaults | undefined): Commands {
  return {
    forge: {
      usage: 'down|slow|heal',
      summary: 'breaks the forge that has the Git repository, or mends it',
      run: async ([effect, ...rest]) => {
        if (!isEffect(effect) || rest.length > 0)
          throw new CommandError(
            'Say one of: forge down, forge slow, forge heal.',
          );
        if (!faults) {
          throw new CommandError(
            'This lab has no forge: it needs git 2.38 or newer in the PATH.',
          );
        }
        faults.set(effect === 'heal' ? undefined : effect);
        const message = EFFECTS[effect];
        return effect === 'heal'
          ? { message }
          : { message, undo: ['forge', 'heal'] };
      },
    },
  };
}

/** A start that failed for a reason that whoever started it can change. */
export class LabStartError extends Error {}

/** Turns "address in use" into a sentence with the way out. */
export async function listening<T>(
  port: number,
  what: string,
  start: () => Promise<T>,
): Promise<T> {
  try {
    return await start();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new LabStartError(
      `Port ${port}, which ${what} of the lab would listen on, is taken. Stop what listens there, or choose other ports with --port-base N.`,
    );
  }
}

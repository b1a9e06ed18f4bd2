import process from 'node:process';

const TERMINAL_EVERY_MILLISECONDS = 1_000;
/** Without a terminal each progress is a line of its own, so there are fewer. */
const LOG_EVERY_MILLISECONDS = 15_000;

/**
 * Shows "LABEL ... 27 s" while the work runs and when it is done.
 *
 * @template T
 * @param {object} options
 * @param {string} options.label
 * @param {boolean} [options.quiet] say nothing
 * @param {(note: (detail: string) => void) => T | Promise<T>} work gets a function that sets what follows the seconds;
 *   what it sets last stays
 * @returns {Promise<T>}
 */
export async function withSeconds({ label, quiet }, work) {
  const started = Date.now();
  const { isTTY } = process.stdout;
  let detail = '';
  const show = end => {
    if (quiet) return;
    const seconds = Math.round((Date.now() - started) / 1000);
    const text = `${label} ... ${seconds} s${detail}`;
    // \x1b[K clears what a longer line has left behind.
    process.stdout.write(isTTY ? `\r${text}\x1b[K${end}` : `${text}\n`);
  };
  const timer = setInterval(
    () => show(''),
    isTTY ? TERMINAL_EVERY_MILLISECONDS : LOG_EVERY_MILLISECONDS,
  );
  try {
    if (isTTY) show('');
    const result = await work(text => {
      detail = text ? `, ${text}` : '';
    });
    show('\n');
    return result;
  } catch (error) {
    if (isTTY && !quiet) process.stdout.write('\n');
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/**
 * One step of a command: "step 2 of 6 (packages) ... 27 s".
 *
 * @template T
 * @param {object} step
 * @param {number} step.number
 * @param {number} step.of
 * @param {string} step.what
 * @param {boolean} [step.quiet]
 * @param {(note: (detail: string) => void) => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export function step({ number, of, what, quiet }, work) {
  return withSeconds(
    { label: `step ${number} of ${of} (${what})`, quiet },
    work,
  );
}

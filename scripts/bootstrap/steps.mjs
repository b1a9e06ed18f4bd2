import process from 'node:process';

const TERMINAL_EVERY_MILLISECONDS = 1_000;
/** Without a terminal each progress is a line of its own, so there are fewer. */
const LOG_EVERY_MILLISECONDS = 15_000;

/**
 * Runs one step of a command and shows "step 2 of 6 (packages) ... 27 s" while it runs and when it is done.
 *
 * @template T
 * @param {object} step
 * @param {number} step.number
 * @param {number} step.of
 * @param {string} step.what
 * @param {boolean} [step.quiet] say nothing
 * @param {(note: (detail: string) => void) => T | Promise<T>} work gets a function that shows what is happening now
 * @returns {Promise<T>}
 */
export async function step({ number, of, what, quiet }, work) {
  const started = Date.now();
  const { isTTY } = process.stdout;
  let detail = '';
  const show = end => {
    if (quiet) return;
    const seconds = Math.round((Date.now() - started) / 1000);
    const text = `step ${number} of ${of} (${what}) ... ${seconds} s${detail}`;
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
      if (isTTY) show('');
    });
    detail = '';
    show('\n');
    return result;
  } catch (error) {
    if (isTTY && !quiet) process.stdout.write('\n');
    throw error;
  } finally {
    clearInterval(timer);
  }
}

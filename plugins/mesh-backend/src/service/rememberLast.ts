/**
 * `compute` that computes anew only when an argument is not identical to that of the
 * call before. For values that are never changed once they are there.
 */
export function rememberLast<Arguments extends readonly unknown[], Result>(
  compute: (...args: Arguments) => Result,
): (...args: Arguments) => Result {
  let last: { args: Arguments; result: Result } | undefined;
  return (...args) => {
    if (last && args.every((arg, index) => arg === last?.args[index])) {
      return last.result;
    }
    last = { args, result: compute(...args) };
    return last.result;
  };
}

/** What is to be known of the series that a metrics store has. */
export const storeAnswerMessages = {
  'store-note.skipped_one':
    '1 value of metrics store {{store}} cannot be counted (it is no number, or lacks labels) and is left out.',
  'store-note.skipped_other':
    '{{count}} values of metrics store {{store}} cannot be counted (they are no numbers, or lack labels) and are left out.',
  'store-note.doubled':
    'Metrics store {{store}} has the same series more than once: they differ in the label {{label}} ({{values}}), so rates are too high. Let the store deduplicate them, or set mesh.metrics.stores.{{store}}.matchers to {{matcher}}.',
  'store-note.doubled-unquoted':
    'Metrics store {{store}} has the same series more than once, so rates are too high. The platform team finds on /mesh/setup how to mend it.',
} as const satisfies Readonly<Record<string, string>>;

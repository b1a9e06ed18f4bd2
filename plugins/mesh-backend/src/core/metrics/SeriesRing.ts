import { type CallCounts, successRatioOf } from './goldenCounts';

/** What one line of a chart remembers of every moment. */
export const RING_FIELDS = [
  'requestRate',
  'successRatio',
  'p50Ms',
  'p95Ms',
  'p99Ms',
  'connectionsPerSecond',
  'receivedBytesPerSecond',
  'sentBytesPerSecond',
] as const;

/** A number that charts show; units as in the contract. */
export type RingField = (typeof RING_FIELDS)[number];

/** Numbers of one moment; what is not known is left out. */
export type Moment = Partial<Record<RingField, number>>;

/** What charts show of counts. */
export function momentOf(counts: CallCounts): Moment {
  const { requests, latency, tcp } = counts;
  return {
    requestRate: requests,
    successRatio: successRatioOf(counts),
    p50Ms: latency?.p50,
    p95Ms: latency?.p95,
    p99Ms: latency?.p99,
    connectionsPerSecond: tcp?.connections,
    receivedBytesPerSecond: tcp?.receivedBytes,
    sentBytesPerSecond: tcp?.sentBytes,
  };
}

/**
 * The last hour of one line, in slots of equal length: four bytes per number, and only
 * for those that were ever known, all in one buffer. Changes in place; whoever reads gets
 * copies.
 */
export class SeriesRing {
  /** Fields that were ever known, in the order of their parts of the buffer. */
  private fields: readonly RingField[] = [];
  private values = new Float32Array(0);
  /** Number of the newest slot since 1970. */
  private newest = -1;

  constructor(
    private readonly slotSeconds: number,
    private readonly slots: number,
  ) {}

  /** Unix seconds; of the newest slot. */
  get lastTime(): number {
    return this.newest * this.slotSeconds;
  }

  /** What was ever known. */
  known(): Iterable<RingField> {
    return this.fields;
  }

  /**
   * `time` in Unix seconds. What is older than the ring is long is not taken; of what was
   * known of the slot nothing stays.
   */
  put(time: number, moment: Moment): void {
    const slot = Math.floor(time / this.slotSeconds);
    if (slot <= this.newest - this.slots) return;
    this.makeRoomFor(moment);
    this.advanceTo(slot);
    for (const [part, field] of this.fields.entries()) {
      this.values[this.placeOf(part, slot)] = moment[field] ?? NaN;
    }
  }

  /** As {@link put}, but what is known of that time stays. */
  putIfUnknown(time: number, moment: Moment): void {
    const slot = Math.floor(time / this.slotSeconds);
    const isKnown = RING_FIELDS.some(
      field => !Number.isNaN(this.inSlot(field, slot)),
    );
    if (!isKnown) this.put(time, moment);
  }

  /**
   * The value at a time, NaN where none is known. Refreshes are not exactly as far apart
   * as slots are long: where one slot was missed the one before it holds.
   */
  at(field: RingField, time: number): number {
    const slot = Math.floor(time / this.slotSeconds);
    const value = this.inSlot(field, slot);
    return Number.isNaN(value) ? this.inSlot(field, slot - 1) : value;
  }

  /** As {@link at}, but of the slot of that time alone. */
  atExactly(field: RingField, time: number): number {
    return this.inSlot(field, Math.floor(time / this.slotSeconds));
  }

  private placeOf(part: number, slot: number): number {
    return part * this.slots + (slot % this.slots);
  }

  private inSlot(field: RingField, slot: number): number {
    const isHeld = slot <= this.newest && slot > this.newest - this.slots;
    if (!isHeld || slot < 0) return NaN;
    const part = this.fields.indexOf(field);
    return part < 0 ? NaN : this.values[this.placeOf(part, slot)];
  }

  /** Slots between the newest and the new one were not seen. */
  private advanceTo(slot: number): void {
    if (slot <= this.newest) return;
    const first = Math.max(this.newest + 1, slot - this.slots + 1);
    for (const part of this.fields.keys()) {
      for (let gone = first; gone <= slot; gone++) {
        this.values[this.placeOf(part, gone)] = NaN;
      }
    }
    this.newest = slot;
  }

  private makeRoomFor(moment: Moment): void {
    const isNew = (field: RingField) =>
      moment[field] !== undefined && !this.fields.includes(field);
    const added = RING_FIELDS.filter(isNew);
    if (added.length === 0) return;
    this.fields = [...this.fields, ...added];
    const values = new Float32Array(this.fields.length * this.slots).fill(NaN);
    values.set(this.values);
    this.values = values;
  }
}

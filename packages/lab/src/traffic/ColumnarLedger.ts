import { endOf, type Call, type CallShape } from './Call.ts';
import type { Ledger } from './Ledger.ts';

/** What differs from call to call. */
export type CallNumbers = Omit<Call, keyof CallShape>;

const CHUNK = 16_384;

/** Calls as columns: some forty bytes each, and what many have in common once. */
class Chunk {
  length = 0;
  readonly ids = new Uint32Array(CHUNK);
  readonly parents = new Uint32Array(CHUNK);
  readonly shapes = new Uint32Array(CHUNK);
  readonly at = new Float64Array(CHUNK);
  readonly ends = new Float64Array(CHUNK);
  readonly clientMs = new Float32Array(CHUNK);
  readonly serverMs = new Float32Array(CHUNK);
  readonly requestBytes = new Uint32Array(CHUNK);
  readonly responseBytes = new Uint32Array(CHUNK);
  readonly newConnection = new Uint8Array(CHUNK);

  get lastEnd(): number {
    return this.ends[this.length - 1];
  }

  add(shape: number, call: CallNumbers): void {
    const i = this.length;
    this.ids[i] = call.id;
    this.parents[i] = call.parent ?? 0;
    this.shapes[i] = shape;
    this.at[i] = call.at;
    this.ends[i] = endOf(call);
    this.clientMs[i] = call.clientMs;
    this.serverMs[i] = call.serverMs;
    this.requestBytes[i] = call.requestBytes;
    this.responseBytes[i] = call.responseBytes;
    this.newConnection[i] = call.newConnection ? 1 : 0;
    this.length += 1;
  }

  /** Index of the first call that ended after `time`. */
  firstAfter(time: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.ends[middle] <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  call(i: number, shape: CallShape): Call {
    const parent = this.parents[i];
    return {
      ...shape,
      id: this.ids[i],
      ...(parent ? { parent } : {}),
      at: this.at[i],
      clientMs: this.clientMs[i],
      serverMs: this.serverMs[i],
      requestBytes: this.requestBytes[i],
      responseBytes: this.responseBytes[i],
      newConnection: this.newConnection[i] === 1,
    };
  }
}

interface KnownShape {
  shape: CallShape;
  /** When the last call of that shape ended. */
  usedAt: number;
}

/** Keeps the calls that ended in the last `retention` milliseconds, and up to a chunk more. */
export class ColumnarLedger implements Ledger {
  private readonly retention: number;
  private chunks: Chunk[] = [];
  private readonly shapes: (KnownShape | undefined)[] = [];
  private readonly freeSlots: number[] = [];
  private readonly slots = new Map<CallShape, number>();
  private readonly listeners = new Set<(call: Call) => void>();
  private oldest: number;

  constructor(options: { from: number; retention: number }) {
    this.oldest = options.from;
    this.retention = options.retention;
  }

  get since(): number {
    return this.oldest;
  }

  record(call: Call): void {
    const { id, parent, at, clientMs, serverMs, ...rest } = call;
    const { requestBytes, responseBytes, newConnection, ...shape } = rest;
    const times = { id, parent, at, clientMs, serverMs };
    this.add(shape, { ...times, requestBytes, responseBytes, newConnection });
  }

  /** As `record`, for whoever has one object for all calls of a shape. */
  add(shape: CallShape, numbers: CallNumbers): void {
    let chunk = this.chunks.at(-1);
    if (!chunk || chunk.length === CHUNK) {
      chunk = new Chunk();
      this.chunks.push(chunk);
      this.forget(endOf(numbers) - this.retention);
    }
    chunk.add(this.slotOf(shape, endOf(numbers)), numbers);
    if (this.listeners.size === 0) return;
    const call = chunk.call(chunk.length - 1, shape);
    for (const listener of [...this.listeners]) listener(call);
  }

  *calls(from: number, to: number): Iterable<Call> {
    for (const chunk of [...this.chunks]) {
      if (chunk.length === 0 || chunk.lastEnd <= from) continue;
      for (let i = chunk.firstAfter(from); i < chunk.length; i += 1) {
        if (chunk.ends[i] > to) return;
        const known = this.shapes[chunk.shapes[i]];
        if (known) yield chunk.call(i, known.shape);
      }
    }
  }

  subscribe(listener: (call: Call) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private slotOf(shape: CallShape, usedAt: number): number {
    const slot = this.slots.get(shape);
    if (slot !== undefined) {
      const known = this.shapes[slot];
      if (known) known.usedAt = usedAt;
      return slot;
    }
    const fresh = this.freeSlots.pop() ?? this.shapes.length;
    this.shapes[fresh] = { shape, usedAt };
    this.slots.set(shape, fresh);
    return fresh;
  }

  private forget(before: number): void {
    const kept = this.chunks.findIndex(
      chunk => chunk.length === 0 || chunk.lastEnd > before,
    );
    if (kept <= 0) return;
    this.oldest = Math.max(this.oldest, this.chunks[kept - 1].lastEnd);
    this.chunks = this.chunks.slice(kept);
    this.shapes.forEach((known, slot) => {
      if (!known || known.usedAt > this.oldest) return;
      this.slots.delete(known.shape);
      this.shapes[slot] = undefined;
      this.freeSlots.push(slot);
    });
  }
}

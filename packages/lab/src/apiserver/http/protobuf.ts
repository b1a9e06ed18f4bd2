import type { JsonObject } from '../KubeObject.ts';
import { isJsonObject } from '../KubeObject.ts';
import type { MessageField } from './protobufField.ts';
import { MESSAGES } from './protobufMessages.ts';

/** Why a body could not be read, for the 415 that answers it. */
export class ProtobufError extends Error {}

const MAGIC = Buffer.from('k8s\0');

/**
 * Reads an object in Kubernetes' protobuf encoding, which kubectl uses for `create namespace` and the like, as far
 * as `MESSAGES` knows its kind. Throws ProtobufError for what it does not know, rather than losing it.
 */
export function decodeProtobuf(bytes: Buffer): JsonObject {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new ProtobufError('the body is not in the protobuf encoding');
  }
  const envelope = decode(bytes.subarray(MAGIC.length), 'Unknown');
  const type = isJsonObject(envelope.typeMeta) ? envelope.typeMeta : {};
  const { kind } = type;
  if (typeof kind !== 'string' || !Object.hasOwn(MESSAGES, kind)) {
    throw new ProtobufError(`${String(kind)} is only read as JSON or YAML`);
  }
  const raw = Buffer.isBuffer(envelope.raw) ? envelope.raw : Buffer.alloc(0);
  return { ...type, ...decode(raw, kind) };
}

interface Field {
  number: number;
  /** A varint or the bytes of a length-delimited field. */
  value: bigint | Buffer;
}

function decode(bytes: Buffer, message: string): JsonObject {
  const result: JsonObject = {};
  for (const { number, value } of readFields(bytes)) {
    const known = MESSAGES[message][number];
    if (known) add(result, known, value);
    else if (!isBlank(value)) {
      throw new ProtobufError(
        `field ${number} of ${message} is only read as JSON or YAML`,
      );
    }
  }
  return result;
}

/** Fields that are not set are written too: as 0, as an empty text or as a message of such fields. */
function isBlank(value: bigint | Buffer): boolean {
  if (typeof value === 'bigint') return value === 0n;
  if (value.length === 0) return true;
  try {
    return readFields(value).every(field => isBlank(field.value));
  } catch (error) {
    if (error instanceof ProtobufError) return false;
    throw error;
  }
}

function add(
  result: JsonObject,
  field: MessageField,
  value: bigint | Buffer,
): void {
  const { name, type, repeated, inline, pointer } = field;
  if (isMapType(type)) {
    const existing = result[name];
    const map = isJsonObject(existing) ? existing : {};
    result[name] = { ...map, ...entry(value, type) };
    return;
  }
  const decoded = decodeValue(value, type);
  if (inline) {
    Object.assign(result, decoded);
  } else if (repeated) {
    const existing = result[name];
    result[name] = [...(Array.isArray(existing) ? existing : []), decoded];
  } else if (decoded !== undefined) result[name] = decoded;
  else if (pointer) result[name] = {};
}

function decodeValue(
  value: bigint | Buffer,
  type: MessageField['type'],
): unknown {
  if (typeof value === 'bigint') {
    if (type === 'optionalBool') return value === 1n;
    if (type === 'bool') return value === 1n || undefined;
    return type === 'optionalInt' ? Number(value) : Number(value) || undefined;
  }
  if (type === 'bytes') return value;
  if (type === 'string') return value.toString('utf8') || undefined;
  const decoded = decode(value, type);
  return Object.keys(decoded).length > 0 ? decoded : undefined;
}

type MapType = 'stringMap' | 'bytesMap' | 'quantityMap';

function isMapType(type: MessageField['type']): type is MapType {
  return ['stringMap', 'bytesMap', 'quantityMap'].includes(type);
}

function entry(value: bigint | Buffer, type: MapType): JsonObject {
  if (!Buffer.isBuffer(value)) return {};
  const key = part(value, 1).toString('utf8');
  const content = part(value, 2);
  switch (type) {
    case 'bytesMap':
      return { [key]: content.toString('base64') };
    case 'quantityMap':
      return { [key]: part(content, 1).toString('utf8') };
    default:
      return { [key]: content.toString('utf8') };
  }
}

function part(bytes: Buffer, number: number): Buffer {
  const found = readFields(bytes).find(f => f.number === number)?.value;
  return Buffer.isBuffer(found) ? found : Buffer.alloc(0);
}

const VARINT = 0;
const LENGTH_DELIMITED = 2;

function readFields(bytes: Buffer): Field[] {
  const fields: Field[] = [];
  let position = 0;
  const varint = (): bigint => {
    let result = 0n;
    for (let shift = 0n; position < bytes.length; shift += 7n) {
      const byte = bytes[position++];
      result |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return result;
    }
    throw new ProtobufError('the body ends in the middle of a number');
  };
  while (position < bytes.length) {
    const tag = Number(varint());
    const number = tag >> 3;
    const wireType = tag & 7;
    if (wireType === VARINT) fields.push({ number, value: varint() });
    else if (wireType === LENGTH_DELIMITED) {
      const end = Number(varint()) + position;
      if (end > bytes.length) {
        throw new ProtobufError('the body ends in the middle of a field');
      }
      fields.push({ number, value: bytes.subarray(position, end) });
      position = end;
    } else {
      throw new ProtobufError(`wire type ${wireType} is not read`);
    }
  }
  return fields;
}

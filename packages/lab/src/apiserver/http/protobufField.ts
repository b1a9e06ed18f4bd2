/** `optionalInt` and `optionalBool` may be 0 and mean it; other zeroes and empty texts count as not set. */
export type FieldType =
  | ScalarType
  | 'stringMap'
  | 'bytesMap'
  /** Texts such as `100m`, each in a message of its own. */
  | 'quantityMap'
  /** The name of another message. */
  | Capitalize<string>;

type ScalarType =
  | 'string'
  | 'int'
  | 'optionalInt'
  | 'bool'
  | 'optionalBool'
  | 'bytes';

export interface MessageField {
  name: string;
  type: FieldType;
  repeated?: boolean;
  /** It is only written when it is set, and then counts even if it is empty. */
  pointer?: boolean;
  /** In JSON its fields stand where it would. */
  inline?: boolean;
}

export type Message = Readonly<Record<number, MessageField>>;

export function field(name: string, type: FieldType = 'string'): MessageField {
  return { name, type };
}

export function list(name: string, type: FieldType = 'string'): MessageField {
  return { name, type, repeated: true };
}

export function pointer(name: string, type: FieldType): MessageField {
  return { name, type, pointer: true };
}

export function inline(type: FieldType): MessageField {
  return { name: '', type, inline: true };
}

export const METADATA = field('metadata', 'ObjectMeta');

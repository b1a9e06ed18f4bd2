import { decodeProtobuf, ProtobufError } from './protobuf.ts';

/** The envelope of Kubernetes around an object in protobuf. */
function envelope(kind: string, raw: Buffer): Buffer {
  const field = (number: number, bytes: Buffer) =>
    Buffer.concat([Buffer.from([number * 8 + 2, bytes.length]), bytes]);
  const type = Buffer.concat([
    field(1, Buffer.from('v1')),
    field(2, Buffer.from(kind)),
  ]);
  return Buffer.concat([
    Buffer.from('k8s\0'),
    field(1, type),
    field(2, raw),
    field(3, Buffer.alloc(0)),
  ]);
}

// As kubectl sends it: metadata {name: "shop", generateName: "", creationTimestamp: {}}, spec {}, status {phase: ""}
const NAMESPACE = Buffer.from('0a0a0a0473686f701200420012001a020a00', 'hex');

describe('protobuf', () => {
  it('is read without what is not set', () => {
    expect(decodeProtobuf(envelope('Namespace', NAMESPACE))).toEqual({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'shop' },
    });
  });

  it.each([
    { what: 'other bytes', bytes: Buffer.from('{}') },
    { what: 'a kind without a description', bytes: envelope('Pod', NAMESPACE) },
    {
      what: 'a field without a description',
      bytes: envelope('Namespace', Buffer.from('220161', 'hex')),
    },
    {
      what: 'half a field',
      bytes: envelope('Namespace', Buffer.from('0a0a0a', 'hex')),
    },
  ])('refuses $what', ({ bytes }) => {
    expect(() => decodeProtobuf(bytes)).toThrow(ProtobufError);
  });
});

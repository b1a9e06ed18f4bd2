import { CHECKOUT, Incident, type IncidentOptions } from './Incident';

/** A policy refuses a caller that it did not refuse before. */
export function denySuite(options: IncidentOptions): void {
  const { rename } = options;

  describe('a caller is refused by a policy', () => {
    let incident: Incident;

    beforeAll(async () => {
      incident = new Incident(options);
      await incident.well();
      await incident.command(
        'deny',
        'aws-eks/payments/checkout-api',
        'aws-eks/payments/fraud-scoring',
      );
    });

    afterAll(() => incident?.command('heal'));

    it('within a minute, and from its first sentence on, it is told who refuses it', async () => {
      const { text, reason, place } = await incident.blamed();
      expect(place).toBe('theirs');
      expect(reason).toBe('denied');
      expect(text.message).toContain(rename('fraud-scoring'));
      expect(text.message).toContain(rename('aws-eks'));
      expect(text.message).toContain('which refuses them');
    });

    it('the policy is among the changes beside it', async () => {
      const { changes } = await incident.dependencies(CHECKOUT);
      expect(
        changes.map(({ kind, object }) => [kind, object.kind]),
      ).toContainEqual(['created', 'AuthorizationPolicy']);
    });
  });
}

import { Incident, type IncidentOptions } from './Incident';

const WHY = ['no-healthy-upstream', 'upstream-unreachable', 'connection-lost'];

/** All pods of a service that others need end at once. */
export function noEndpointSuite(options: IncidentOptions): void {
  const { rename } = options;

  describe('all pods of a service end', () => {
    let incident: Incident;

    beforeAll(async () => {
      incident = new Incident(options);
      await incident.well();
      await incident.command(
        'kill-pods',
        'gcp-gke',
        'orders/inventory-service',
      );
    });

    afterAll(() => incident?.command('heal'));

    it('within a minute its caller is told that nothing answers there', async () => {
      const { text, reason, place } = await incident.blamed();
      expect(place).toBe('theirs');
      expect(WHY).toContain(reason);
      expect(text.message).toContain(rename('inventory-service'));
    });
  });
}

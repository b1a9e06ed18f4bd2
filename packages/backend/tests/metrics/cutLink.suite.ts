import { Incident, type IncidentOptions } from './Incident';

/** Nothing gets from one cluster to the other. */
export function cutLinkSuite(options: IncidentOptions): void {
  const { rename } = options;

  describe('the way between two clusters is cut', () => {
    let incident: Incident;

    beforeAll(async () => {
      incident = new Incident(options);
      await incident.well();
      await incident.command('cut-link', 'aws-eks', 'gcp-gke');
    });

    afterAll(() => incident?.command('heal'));

    it('within a minute the caller is told that the other side cannot be reached', async () => {
      const { text, reason, place } = await incident.blamed();
      expect(place).toBe('theirs');
      expect(reason).toBe('upstream-unreachable');
      expect(text.message).toContain(rename('inventory-service'));
      expect(text.message).toContain('which cannot be reached');
    });
  });
}

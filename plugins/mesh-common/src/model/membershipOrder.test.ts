import { membershipStateSchema } from './membership';
import { MEMBERSHIP_STATES_BY_SEVERITY } from './membershipOrder';

describe('MEMBERSHIP_STATES_BY_SEVERITY', () => {
  it('ranks every state of the contract exactly once', () => {
    expect([...MEMBERSHIP_STATES_BY_SEVERITY].sort()).toEqual(
      [...membershipStateSchema.options].sort(),
    );
  });
});

import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { discoveryApiRef } from '@backstage/frontend-plugin-api';
import type { JsonObject } from '@backstage/types';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { oidcAuthApiRef } from './oidcAuthApi';
import { PortalSignInPage } from './PortalSignInPage';

const DANA = {
  type: 'user' as const,
  userEntityRef: 'user:default/dana',
  ownershipEntityRefs: ['user:default/dana', 'group:default/shop'],
};

/** As the browser sees the configuration: that the provider is there, and no more. */
const WITH_OIDC: JsonObject = { providers: { oidc: {} } };

/** A provider that lets everybody in as Dana. */
function aProvider() {
  return {
    getBackstageIdentity: jest.fn(async () => ({ token: 't', identity: DANA })),
    getProfile: async () => ({ displayName: 'Dana' }),
  };
}

function renderPage(auth?: JsonObject) {
  const onSignInSuccess = jest.fn();
  const provider = aProvider();
  renderInTestApp(
    <TestApiProvider
      apis={[
        [oidcAuthApiRef, provider as never],
        [discoveryApiRef, mockApis.discovery()],
      ]}
    >
      <PortalSignInPage onSignInSuccess={onSignInSuccess} />
    </TestApiProvider>,
    { config: { app: { title: 'Our portal' }, ...(auth ? { auth } : {}) } },
  );
  return { onSignInSuccess, provider };
}

beforeEach(() => localStorage.clear());

it('offers the people of the company, and the guest', async () => {
  const { onSignInSuccess } = renderPage(WITH_OIDC);
  await screen.findByText('Who are you today?');
  expect(screen.getByRole('button', { name: 'Enter' })).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Sign In' }));
  await waitFor(() => expect(onSignInSuccess).toHaveBeenCalledTimes(1));
  const [identity] = onSignInSuccess.mock.calls[0];
  expect(await identity.getBackstageIdentity()).toEqual(DANA);
});

it('remembers who was chosen until they sign out', async () => {
  localStorage.setItem('@backstage/core:SignInPage:provider', 'oidc');
  const { onSignInSuccess, provider } = renderPage(WITH_OIDC);
  await waitFor(() => expect(onSignInSuccess).toHaveBeenCalledTimes(1));
  expect(provider.getBackstageIdentity).toHaveBeenCalledWith({
    optional: true,
  });
});

it('lets the guest in without a click where nobody else is known', async () => {
  const answer = {
    providerInfo: {},
    profile: {},
    backstageIdentity: {
      token: `e30.${btoa(JSON.stringify({ exp: 9e9, iat: 1 }))}.x`,
      identity: { ...DANA, userEntityRef: 'user:default/guest' },
    },
  };
  const asked = jest.spyOn(globalThis, 'fetch').mockImplementation(
    async () =>
      new Response(JSON.stringify(answer), {
        headers: { 'Content-Type': 'application/json' },
      }),
  );
  const { onSignInSuccess } = renderPage();
  await waitFor(() => expect(onSignInSuccess).toHaveBeenCalledTimes(1));
  expect(String(asked.mock.calls[0][0])).toContain('/api/auth/guest/refresh');
  expect(screen.queryByText('Who are you today?')).toBeNull();
  asked.mockRestore();
});

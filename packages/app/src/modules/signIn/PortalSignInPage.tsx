import { ProxiedSignInPage, SignInPage } from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { oidcAuthApiRef } from './oidcAuthApi';

/**
 * Where an OpenID Connect provider is configured, as that of the simulated company is,
 * there are people to sign in as; a choice is remembered by the browser. Elsewhere there
 * is the guest only, who enters without a click, so that an address from the terminal
 * leads straight to its page.
 */
export function PortalSignInPage(props: SignInPageProps) {
  const config = useApi(configApiRef);
  if (!config.has('auth.providers.oidc')) {
    return <ProxiedSignInPage {...props} provider="guest" />;
  }
  return (
    <SignInPage
      {...props}
      title="Who are you today?"
      align="center"
      providers={[
        'guest',
        {
          id: 'oidc',
          title: 'Someone of the company',
          message:
            'Developers and platform engineers, each with what is theirs to see.',
          apiRef: oidcAuthApiRef,
        },
      ]}
    />
  );
}

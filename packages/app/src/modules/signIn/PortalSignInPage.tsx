import { ProxiedSignInPage, SignInPage } from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { oidcAuthApiRef } from './oidcAuthApi';

/**
 * The simulated company has people to sign in as; a choice is remembered by the browser.
 * Elsewhere there is the guest only, who enters without a click, so that an address from
 * the terminal leads straight to its page.
 */
export function PortalSignInPage(props: SignInPageProps) {
  const config = useApi(configApiRef);
  const hasPeople =
    config.getOptionalBoolean('app.meshport.simulatedClusters') === true;
  if (!hasPeople) return <ProxiedSignInPage {...props} provider="guest" />;
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
            'Developers and platform engineers, each with what is theirs to see. The next page offers them; it asks for no password.',
          apiRef: oidcAuthApiRef,
        },
      ]}
    />
  );
}

import { settingsOf } from './commandLine';

describe('the command line of an injector', () => {
  it('is one shell command, as the chart writes it', () => {
    const command = `consul-k8s-control-plane inject-connect \\
  -log-level=info \\
  -default-inject=true \\
  -enable-federation \\
  -enable-gateway-metrics=true  \\
  -pod-security-standards='{"a":"-enable-peering=true"}' \\
  -allow-k8s-namespace="*" \\
  -deny-k8s-namespace="shop" \\
  -deny-k8s-namespace="till" \\
  -default-enable-transparent-proxy=false \\
`;
    expect(settingsOf(['/bin/sh', '-ec', command])).toEqual({
      defaultInject: true,
      allowed: ['*'],
      denied: ['shop', 'till'],
      transparentProxy: false,
      peering: false,
      federation: true,
      cni: false,
      metrics: false,
    });
  });

  it('is a list of arguments just as well', () => {
    const { peering, cni, metrics } = settingsOf([
      'inject-connect',
      '--enable-peering=true',
      '-enable-cni',
      '-default-enable-metrics=1',
    ]);
    expect({ peering, cni, metrics }).toEqual({
      peering: true,
      cni: true,
      metrics: true,
    });
  });

  it('is none of an image with an entry point of its own', () => {
    expect(settingsOf([])).toMatchObject({
      defaultInject: false,
      allowed: ['*'],
      transparentProxy: true,
    });
  });
});

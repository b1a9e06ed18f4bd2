import { mockServices } from '@backstage/backend-test-utils';
import { systemClock } from '../../../../plugins/mesh-backend/src/io/clock';
import { InMemorySourceControl } from '../../../../plugins/mesh-backend/src/io/scm/InMemorySourceControl';
import { sourceControlFor } from '../../../../plugins/mesh-backend/src/io/scm/sourceControlFor';
import { FakeGitLab } from './FakeGitLab';
import { LabForge } from './LabForge';
import { sourceControlSuite } from './sourceControl.suite';

jest.setTimeout(60_000);

describe('a repository in memory', () => {
  const control = new InMemorySourceControl({ 'README.md': '# fleet\n' });
  const push = async (
    file: { path: string; content: string },
    branch?: string,
  ) => {
    control.push([file], branch);
  };
  const subject = { control, push, knowsClosed: true, knowsWho: true };
  sourceControlSuite('memory', () => subject);
});

describe('a GitLab', () => {
  const repository = new InMemorySourceControl({ 'README.md': '# fleet\n' });
  let gitlab: FakeGitLab;
  beforeAll(async () => {
    gitlab = await FakeGitLab.start(repository, 'right-token-1234');
  });
  afterAll(() => gitlab.stop());

  function control(token = 'right-token-1234') {
    const { host } = gitlab;
    const apiBaseUrl = `http://${host}/api/v4`;
    const baseUrl = `http://${host}`;
    return sourceControlFor({
      config: mockServices.rootConfig({
        data: {
          integrations: { gitlab: [{ host, apiBaseUrl, baseUrl, token }] },
        },
      }),
      clock: systemClock,
      url: `${baseUrl}/platform/fleet.git`,
    });
  }

  sourceControlSuite('gitlab', () => ({
    control: control(),
    push: async (file, branch) => {
      repository.push([file], branch);
    },
    knowsClosed: true,
    knowsWho: true,
  }));

  it('is asked again when it does not know yet whether it can merge', async () => {
    const files = [{ path: 'later.yaml', content: 'a: 1\n' }];
    const { commit: parent } = (await control().snapshot()) ?? { commit: '' };
    const branch = 'meshport/later';
    await control().commit({ branch, parent, message: 'm', files });
    const proposal = { title: 'Later', body: '' };
    const { id, head } = await control().openChange(branch, proposal);
    gitlab.unready = 2;
    expect(await control().mergeChange(id, head)).toEqual({ kind: 'unready' });
    gitlab.unready = 0;
    expect((await control().mergeChange(id, head)).kind).toBe('merged');
  });

  it('names neither token nor address when the token is refused', async () => {
    const error = await control('wrong-token-1234')
      .snapshot()
      .catch(e => e);
    expect(error).toMatchObject({ problem: 'unauthenticated' });
    const said = `${error.message} ${JSON.stringify(error)} ${error.stack}`;
    expect(said).not.toContain('wrong-token-1234');
    expect(said).not.toContain('127.0.0.1');
  });
});

describe('the forge of the lab', () => {
  let forge: LabForge;
  beforeAll(async () => {
    forge = await LabForge.start();
  });
  afterAll(() => forge?.stop());

  const withToken = (token: string) =>
    mockServices.rootConfig({
      data: {
        integrations: {
          github: forge.integrations.github.map(one => ({ ...one, token })),
        },
      },
    });
  const overApi = (token = forge.token) =>
    sourceControlFor({
      config: withToken(token),
      clock: systemClock,
      url: forge.url,
    });
  const overGit = (token = forge.token) =>
    sourceControlFor({
      config: mockServices.rootConfig({ data: {} }),
      clock: systemClock,
      url: `${forge.url}.git`,
      token,
    });

  describe('over its API', () => {
    sourceControlSuite('api', () => ({
      control: overApi(),
      push: forge.push,
      knowsClosed: true,
      knowsWho: true,
    }));

    it('says on a page what is proposed', async () => {
      const control = overApi();
      const { commit: parent } = (await control.snapshot()) ?? { commit: '' };
      const files = [{ path: 'page.yaml', content: 'a: 1\n' }];
      const branch = 'meshport/page';
      await control.commit({ branch, parent, message: 'm', files });
      const proposal = { title: 'Before', body: 'Before' };
      const { id, url = '' } = await control.openChange(branch, proposal);
      await control.updateChange(id, {
        title: 'Afterwards',
        body: 'Why & how',
      });
      const page = await (await fetch(url)).text();
      expect(page).toContain('Afterwards');
      expect(page).toContain('Why &#38; how');
    });
  });

  describe('over Git alone', () => {
    sourceControlSuite('git', () => ({
      control: overGit(),
      push: forge.push,
      knowsClosed: false,
      knowsWho: false,
    }));
  });

  describe.each([
    ['over its API', overApi],
    ['over Git alone', overGit],
  ])('when it does not answer as it should, %s', (_way, control) => {
    it('names neither token nor address when the token is refused', async () => {
      const error = await control('wrong-token-1234')
        .snapshot()
        .catch(e => e);
      expect(error).toMatchObject({
        name: 'SourceControlError',
        problem: 'unauthenticated',
      });
      const said = `${error.message} ${JSON.stringify(error)} ${error.stack}`;
      expect(said).not.toContain('wrong-token-1234');
      expect(said).not.toContain(Buffer.from('wrong').toString('base64'));
      expect(said).not.toContain('127.0.0.1');
    });

    it('says that it is down, and goes on afterwards', async () => {
      await forge.lab.command('forge', 'down');
      await expect(control().snapshot()).rejects.toMatchObject({
        problem: 'unavailable',
      });
      await forge.lab.command('forge', 'heal');
      expect((await control().snapshot())?.paths.size).toBeGreaterThan(1);
    });
  });
});

describe.each([
  [
    'GitHub',
    {
      integrations: {
        github: [
          {
            host: '127.0.0.1:2',
            apiBaseUrl: 'http://127.0.0.1:2/api/v3',
            token: 't',
          },
        ],
      },
    },
  ],
  ['Git', {}],
])('a server that is not there, as %s', (_kind, config) => {
  it('is unreachable', async () => {
    const control = sourceControlFor({
      config: mockServices.rootConfig({ data: config }),
      clock: systemClock,
      url: 'http://127.0.0.1:2/platform/fleet',
    });
    await expect(control.snapshot()).rejects.toMatchObject({
      name: 'SourceControlError',
      problem: 'unreachable',
    });
  });
});

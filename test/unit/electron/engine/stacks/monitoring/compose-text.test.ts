import { expect, it } from 'vitest';
import { known } from '../../../../../../electron/engine/facts/fact.ts';
import { parseCompose } from '../../../../../../electron/engine/rehearsal/docker/compose-file.ts';
import { composeAsset } from '../../../../../../electron/engine/stacks/monitoring/compose-text.ts';
import { environmentText } from '../../../../../../electron/engine/stacks/monitoring/environment.ts';
import { knowsStartInterval } from '../../../../../../electron/engine/stacks/monitoring/quick-start.ts';
import { withExtra } from '../../../../../steps/machines.support.ts';
import { bare, VM } from '../../../../../steps/stacks.support.ts';
import { viewOf } from '../../../../../steps/support/step-bench.ts';
import { assets, envInput, parseEnv, SECRETS } from './rehearsed-project.ts';

const env = parseEnv(environmentText(assets, envInput, SECRETS));

/** The project of an instance with these parts, as compose reads it. */
function project(parts: Partial<Parameters<typeof composeAsset>[1]>) {
  const { source } = composeAsset(assets, { redirect: false, tls: false, quick: false, ...parts });
  if (!('bytes' in source)) throw new Error('it lies in a file');
  const file = { file: 'compose.yaml', text: new TextDecoder().decode(source.bytes) };
  const { services } = parseCompose([file], { folder: '/opt/m', projectName: undefined, env });
  const [web, collector] = ['web', 'data_collector'].map((name) => services.find((each) => each.name === name));
  if (!web || !collector) throw new Error('web or data_collector is missing');
  return { services, web, collector };
}

it('an instance with neither has one port, no file of its own in web, and no word about certificates', () => {
  const { web, collector } = project({});
  expect(web.ports.map(({ published, target }) => `${published}:${target}`)).toEqual(['8000:8000']);
  expect(web.mounts).toEqual([]);
  expect([...Object.keys(web.environment), ...Object.keys(collector.environment)].join(' ')).not.toMatch(
    /TLS|REDIRECT|INGEST_CA/,
  );
});

it('each part adds what it takes, alone and together', () => {
  const redirected = project({ redirect: true }).web;
  expect(redirected.ports.map(({ published, target }) => `${published}:${target}`)).toEqual(['8000:8000', '80:8080']);
  expect(redirected.environment).toMatchObject({ REDIRECT_PORT: '8080', REDIRECT_URL: 'http://192.168.1.100:8000' });
  const { web, collector } = project({ redirect: true, tls: true, quick: true });
  expect(web.mounts.map(({ source, target }) => `${source} ${target}`)).toEqual([
    '/opt/m/tls /etc/sitewright/tls',
    '/opt/m/ca /etc/sitewright/ca',
  ]);
  expect(web.environment).toMatchObject({
    TLS_CERTIFICATE_FILE: '/etc/sitewright/tls/server.crt',
    TLS_KEY_FILE: '/etc/sitewright/tls/server.key',
    TLS_AUTHORITY_FILE: '/etc/sitewright/ca/site-ca.crt',
  });
  expect(collector.environment.INGEST_CA_FILE).toBe('/etc/sitewright/site-ca.crt');
  expect(collector.mounts.map(({ target }) => target)).not.toContain('/etc/sitewright/tls');
  expect(project({ quick: true }).services.map(({ health }) => health?.startIntervalSeconds)).toEqual([1, 1, 1]);
  expect(project({ tls: true }).services.map(({ health }) => health?.startIntervalSeconds)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

it.each([
  ['26.1.5+dfsg1', 'docker-compose_2.26.1-4', true],
  ['28.0.1', 'docker-compose-plugin_5:2.33.0-1~debian.13~trixie', true],
  ['25.0.0', 'docker-compose-v2_2.24.6+ds1', true],
  ['24.0.9', 'docker-compose-plugin_2.33.0-1', false],
  ['20.10.24+dfsg1', 'docker-compose_1.29.2-3', false],
  ['26.1.5', 'docker-compose-plugin_2.21.0-1', false],
  ['26.1.5', 'curl_8.14', false],
  ['', 'docker-compose_2.26.1-4', false],
])('Docker %s with %s knows how to ask services that start: %s', (version, compose, knows) => {
  const hosts = withExtra(bare({ packages: [compose] }), VM, 'stack.docker', {
    ...known({ installed: version !== '', answers: version !== '', version }),
  });
  expect(knowsStartInterval(viewOf(hosts), VM)).toBe(knows);
});

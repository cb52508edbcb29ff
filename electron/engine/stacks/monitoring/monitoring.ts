import { fail } from '../../../api/diagnostic.ts';
import type { Site, StackInstance } from '../../../api/site.ts';
import { extraFact } from '../../facts/registry.ts';
import { COLLECTOR } from '../../pve/api-accounts.ts';
import { coordinator, hostByName, machineByName } from '../../site/derive.ts';
import { factsOf } from '../../steps/sight.ts';
import type { View } from '../../steps/step.ts';
import { type AssetStore, bytesAsset } from '../asset-store.ts';
import { composeRemoval, scriptBackup, scriptRestore } from '../operations/compose-operations.ts';
import { instanceFolder } from '../registry.ts';
import type { ComposeApplication, HeldPort, Stack } from '../stack.ts';
import { bareAddress, bareAddressDecision, wantsBareAddress } from './bare-address.ts';
import { COMPOSE, composeAsset } from './compose-text.ts';
import { containerName, MONITORING_SERVICES } from './container-names.ts';
import { dashboardAddress, dashboardNames, SITE_AUTHORITY_FILE } from './dashboard-address.ts';
import { configurationDigest, type EnvInput, environmentText } from './environment.ts';
import { IMAGE_USER, MONITORING_IMAGES } from './images.ts';
import { clusterCaFact, monitoringFactSet } from './monitoring-facts.ts';
import { type MonitoringOptions, MonitoringOptionsSchema, monitoringOptions } from './options.ts';
import { knowsStartInterval } from './quick-start.ts';
import { bareAddressLeads } from './smoke/bare-address-leads.ts';
import { dashboardLogin } from './smoke/dashboard-login.ts';
import { dataFlow } from './smoke/data-flow.ts';
import { services } from './smoke/services.ts';

/** In a folder of its own, which the collector's container sees. */
const CA_FILE = 'ca/pve-root-ca.pem';
/** Commands for the machine. The containers do not read them: another version of one is no reason to start anything anew. */
const SCRIPTS = ['backup', 'restore'];
const scriptOf = (assets: AssetStore, name: string) => assets.asset(`installer-assets/stacks/monitoring/${name}`);

const CERTIFICATE = {
  authorityFile: SITE_AUTHORITY_FILE,
  certificateFile: 'tls/server.crt',
  keyFile: 'tls/server.key',
  keyOwner: IMAGE_USER,
};

/** The monitoring system of the manual: dashboard, database and the collector that reads the Proxmox API. */
export const monitoringStack: Stack<MonitoringOptions> = {
  id: 'monitoring',
  version: '1.0.0',
  title: { en: 'Monitoring', es: 'Monitorización' },
  options: MonitoringOptionsSchema,
  target: 'machine',
  requires: ['docker', 'registry'],
  provides: [],
  factSet: monitoringFactSet,
  compose,
  backup: scriptBackup,
  restore: scriptRestore,
  remove: (place) => composeRemoval(place, { isAllOurs: true }),
  ports: (_site, instance) => [{ port: monitoringOptions(instance).httpPort, protocol: 'tcp', address: '*' }],
  smoke: (site, instance) => {
    const options = monitoringOptions(instance);
    return [
      dashboardLogin(site, instance, options),
      services(site, instance, options),
      dataFlow(site, instance, options),
      ...(wantsBareAddress(options) ? [bareAddressLeads(site, instance, options)] : []),
    ];
  },
  report: (site, instance) => {
    const options = monitoringOptions(instance);
    return [
      {
        label: { en: 'Dashboard', es: 'Panel' },
        value: dashboardAddress(site, instance, options).url,
      },
      ...(options.tls
        ? [
            {
              label: { en: 'Authority for browsers', es: 'Autoridad para navegadores' },
              value: `${dashboardAddress(site, instance, options).url}/authority.crt (${instanceFolder(instance)}/${SITE_AUTHORITY_FILE})`,
            },
          ]
        : []),
      { label: { en: 'User', es: 'Usuario' }, value: options.adminUser },
      {
        label: { en: 'Containers', es: 'Contenedores' },
        value: MONITORING_SERVICES.map((service) => containerName(options, service)).join(', '),
      },
      { label: { en: 'Proxmox account', es: 'Cuenta de Proxmox' }, value: COLLECTOR.tokenId },
    ];
  },
};

function compose(
  site: Site,
  instance: StackInstance,
  assets: AssetStore,
  taken: readonly HeldPort[] = [],
): ComposeApplication {
  const options = monitoringOptions(instance);
  if (!machineByName(site, instance.on) && hostByName(site, instance.on)?.os !== 'debian')
    throw fail('stack.target', { params: { instance: instance.id, on: instance.on } });
  const bare = (view: View) => bareAddress(view, instance, taken);
  const composeFile = (view: View) =>
    composeAsset(assets, {
      redirect: bare(view).state === 'leads',
      tls: options.tls,
      quick: knowsStartInterval(view, instance.on),
    });
  const readByContainers = (view: View): ReadonlyMap<string, string> =>
    new Map([
      ['compose.yaml', composeFile(view).sha256],
      [CA_FILE, clusterCa(view).sha256],
    ]);
  const input = (view: View, images: ReadonlyMap<string, string>): EnvInput => ({
    site,
    instance,
    options,
    plainDigests: readByContainers(view),
    images,
  });
  return {
    project: options.project,
    services: MONITORING_SERVICES,
    imagesNamedIn: { file: COMPOSE, text: assets.text(COMPOSE) },
    images: MONITORING_IMAGES,
    plainFiles: ['compose.yaml', CA_FILE, ...SCRIPTS],
    secrets: [options.secretKey, options.databasePassword, options.adminPassword, COLLECTOR.secretRef],
    plainDigests: (view) =>
      new Map([...readByContainers(view), ...SCRIPTS.map((name) => [name, scriptOf(assets, name).sha256] as const)]),
    decisions: (view) => bareAddressDecision(bare(view), instance.on, options.httpPort),
    ...(options.tls ? { certificate: { ...CERTIFICATE, serverNames: dashboardNames(site, instance) } } : {}),
    configuration: (view, images) => configurationDigest(assets, input(view, images)),
    files: (view, images) => [
      { name: 'compose.yaml', mode: 0o644, content: composeFile(view) },
      { name: CA_FILE, mode: 0o644, content: clusterCa(view) },
      ...SCRIPTS.map((name) => ({ name, mode: 0o755, content: scriptOf(assets, name) })),
      {
        name: '.env',
        mode: 0o600,
        content: bytesAsset(
          environmentText(assets, input(view, images), {
            secretKey: view.secret(options.secretKey).reveal(),
            databasePassword: view.secret(options.databasePassword).reveal(),
            adminPassword: view.secret(options.adminPassword).reveal(),
            pveToken: view.secret(COLLECTOR.secretRef).reveal(),
          }),
        ),
      },
    ],
  };
}

function clusterCa(view: View) {
  const { name } = coordinator(view.site);
  const fact = extraFact(factsOf(view, name), clusterCaFact);
  if (!fact.known)
    throw fail('stack.ca-unknown', { params: { host: name }, evidence: [fact.why], subject: { host: name } });
  return bytesAsset(fact.value);
}

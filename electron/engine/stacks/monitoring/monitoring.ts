import { fail } from '../../../api/diagnostic.ts';
import type { Site, StackInstance } from '../../../api/site.ts';
import { extraFact } from '../../facts/registry.ts';
import { COLLECTOR } from '../../pve/api-accounts.ts';
import { coordinator, hostByName, machineByName } from '../../site/derive.ts';
import { factsOf } from '../../steps/sight.ts';
import type { View } from '../../steps/step.ts';
import { type AssetStore, bytesAsset } from '../asset-store.ts';
import type { ComposeApplication, Stack } from '../stack.ts';
import { containerName, MONITORING_SERVICES } from './container-names.ts';
import { configurationDigest, type EnvInput, environmentText } from './environment.ts';
import { MONITORING_IMAGES } from './images.ts';
import { clusterCaFact, monitoringFactSet } from './monitoring-facts.ts';
import { type MonitoringOptions, MonitoringOptionsSchema, monitoringOptions } from './options.ts';
import { dashboardLogin } from './smoke/dashboard-login.ts';
import { dataFlow } from './smoke/data-flow.ts';
import { services } from './smoke/services.ts';

const COMPOSE = 'installer-assets/stacks/monitoring/compose.yaml';
const CA_FILE = 'pve-root-ca.pem';

/** The monitoring system of the manual: dashboard, database and the collector that reads the Proxmox API. */
export const monitoringStack: Stack<MonitoringOptions> = {
  id: 'monitoring',
  version: '1.0.0',
  title: { en: 'Monitoring', es: 'Monitorización' },
  options: MonitoringOptionsSchema,
  target: 'machine',
  requires: ['docker'],
  provides: [],
  factSet: monitoringFactSet,
  compose,
  smoke: (site, instance) => {
    const options = monitoringOptions(instance);
    return [
      dashboardLogin(site, instance, options),
      services(site, instance, options),
      dataFlow(site, instance, options),
    ];
  },
  report: (site, instance) => {
    const options = monitoringOptions(instance);
    return [
      {
        label: { en: 'Dashboard', es: 'Panel' },
        value: `http://${hostByName(site, instance.on)?.address ?? instance.on}:${options.httpPort}`,
      },
      { label: { en: 'User', es: 'Usuario' }, value: options.adminUser },
      {
        label: { en: 'Containers', es: 'Contenedores' },
        value: MONITORING_SERVICES.map((service) => containerName(options, service)).join(', '),
      },
      { label: { en: 'Proxmox account', es: 'Cuenta de Proxmox' }, value: COLLECTOR.tokenId },
    ];
  },
};

function compose(site: Site, instance: StackInstance, assets: AssetStore): ComposeApplication {
  const options = monitoringOptions(instance);
  if (!machineByName(site, instance.on) && hostByName(site, instance.on)?.os !== 'debian')
    throw fail('stack.target', { params: { instance: instance.id, on: instance.on } });
  const plainDigests = (view: View): ReadonlyMap<string, string> =>
    new Map([
      ['compose.yaml', assets.asset(COMPOSE).sha256],
      [CA_FILE, clusterCa(view).sha256],
    ]);
  const input = (view: View): EnvInput => ({ site, instance, options, plainDigests: plainDigests(view) });
  return {
    project: options.project,
    services: MONITORING_SERVICES,
    images: MONITORING_IMAGES,
    plainFiles: ['compose.yaml', CA_FILE],
    secrets: [options.secretKey, options.databasePassword, options.adminPassword, COLLECTOR.secretRef],
    needs: ['access.collector'],
    plainDigests,
    configuration: (view) => configurationDigest(assets, input(view)),
    files: (view) => [
      { name: 'compose.yaml', mode: 0o644, content: assets.asset(COMPOSE) },
      { name: CA_FILE, mode: 0o644, content: clusterCa(view) },
      {
        name: '.env',
        mode: 0o600,
        content: bytesAsset(
          environmentText(assets, input(view), {
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

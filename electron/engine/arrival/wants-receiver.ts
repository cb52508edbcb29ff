import type { Site } from '../../api/site.ts';
import { installedHosts, wantedWebhook } from '../site/delivery.ts';

/** Whether site.toml asks for something that only a laptop that listens can give: answers or reports. Pure. */
export function wantsReceiver(site: Site): boolean {
  if (installedHosts(site).length === 0) return false;
  const { delivery, firstBoot } = site.media;
  return delivery === 'one-image' || wantedWebhook(site) === 'laptop' || firstBoot.action === 'report';
}

import type { ArrivalPhase, Screen } from '../../api/arrival.ts';
import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import type { DiagnosticCode } from '../../api/diagnostics/index.ts';
import type { Host, Site } from '../../api/site.ts';
import { webhookTarget } from '../site/delivery.ts';
import { rankOf } from './arrival-state.ts';
import { asksForAnswers } from './usual-durations.ts';

/**
 * What it means when a machine's screen shows this, where the machine is on its way, and what to do: the likely meaning first.
 * Pure. File names are those of the live installer (mission-research 5).
 */
export function screenRemedies(site: Site, host: Host, phase: ArrivalPhase, screen: Screen): readonly Diagnostic[] {
  return codesFor(screen, stageOf(phase), {
    asks: asksForAnswers(site) && rankOf(phase) < rankOf('asked'),
    reports: webhookTarget(site) !== 'none' && rankOf(phase) < rankOf('installed'),
    ours: host.origin === 'installed',
    switchesOff: host.install?.rebootMode !== 'reboot',
  }).map((code) =>
    diagnostic(code, { params: { host: host.name, address: host.address }, subject: { host: host.name } }),
  );
}

/** before: nothing proves the installation. after: a report or a person does. running: SSH answers. */
type Stage = 'before' | 'after' | 'running';

function stageOf(phase: ArrivalPhase): Stage {
  if (rankOf(phase) >= rankOf('ssh')) return 'running';
  return rankOf(phase) >= rankOf('installed') ? 'after' : 'before';
}

interface Traits {
  /** Its installer reports when it is done, and stops where it cannot. */
  readonly reports: boolean;
  /** It gets its answer from this laptop and has not asked yet. */
  readonly asks: boolean;
  readonly ours: boolean;
  readonly switchesOff: boolean;
}

function codesFor(
  screen: Screen,
  stage: Stage,
  { asks, reports, ours, switchesOff }: Traits,
): readonly DiagnosticCode[] {
  switch (screen) {
    case 'error-and-prompt':
      if (!ours || stage === 'running') return ['arrival.screen-error-start'];
      if (stage === 'after') return ['arrival.screen-error-webhook', 'arrival.screen-error-start'];
      return [
        ...(asks ? (['arrival.screen-error-fetch'] as const) : []),
        'arrival.screen-error-disk',
        'arrival.screen-error-late',
        ...(reports ? (['arrival.screen-error-webhook'] as const) : []),
      ];
    case 'boot-menu':
      if (!ours) return ['arrival.screen-not-ours'];
      return stage === 'before' ? ['arrival.screen-menu-waits'] : ['arrival.screen-menu-again'];
    case 'login-prompt':
      if (stage === 'running') return ['arrival.screen-login-ssh'];
      if (!ours) return ['arrival.screen-login-there'];
      return stage === 'before' ? ['arrival.screen-login', 'arrival.screen-login-old'] : ['arrival.screen-login'];
    case 'installer':
      if (!ours) return ['arrival.screen-not-ours'];
      return stage === 'before' ? ['arrival.screen-installer-works'] : ['arrival.screen-installer-again'];
    case 'grub-prompt':
      return stage === 'before' && ours ? ['arrival.screen-grub-stick'] : ['arrival.screen-grub-disk'];
    case 'nothing':
      if (stage === 'running') return ['arrival.screen-dark-running'];
      if (!ours) return ['arrival.screen-dark-there'];
      if (stage === 'after' && switchesOff) return ['arrival.screen-dark-done', 'arrival.screen-dark'];
      return [
        ...(switchesOff && stage === 'before' ? (['arrival.screen-dark-maybe-done'] as const) : []),
        'arrival.screen-dark',
        ...(stage === 'before' ? (['arrival.screen-secure-boot'] as const) : []),
      ];
  }
}

import { expect, test } from 'vitest';
import { known } from '../../../../../../electron/engine/facts/fact.ts';
import { watchdog, watchdogInWords } from '../../../../../../electron/engine/facts/pve/watchdog.ts';

const answer = (stdout: string) => ({ code: 0, stdout, stderr: '' });

test('the watchdog, its driver and the module that was chosen are told apart', () => {
  const seen = watchdog.parse(answer('device\nidentity IPMI\nmodule "ipmi_watchdog"\nend\n'));
  expect(seen).toEqual(known({ hasDevice: true, identity: 'IPMI', module: 'ipmi_watchdog' }));
  expect(seen.known && watchdogInWords(seen.value)).toBe('IPMI, module ipmi_watchdog');
});

test('a node without one says so; an answer that was cut off says nothing', () => {
  const none = watchdog.parse(answer('end\n'));
  expect(none.known && watchdogInWords(none.value)).toBe('/dev/watchdog is missing');
  expect(watchdog.parse(answer('device\n')).known).toBe(false);
});

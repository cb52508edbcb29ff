import { type AddressPlanFlags, addressPlanCommand } from '../commands/address-plan.ts';
import { checkCommand } from '../commands/check.ts';
import { explainCommand } from '../commands/explain.ts';
import { inventoryCommand } from '../commands/inventory.ts';
import { sheetCommand } from '../commands/sheet.ts';
import type { Grammar } from '../grammar.ts';

/** The plan of a site: checked, explained, addressed, fed with listings, put on paper. */
export function addPlanningCommands({ program, run, say, values, siteWord, meant, json, example }: Grammar): void {
  example(
    json(program.command(`check ${siteWord}`).description(say('check'))),
    'check examples/two-node/site.toml',
  ).action((site: string | undefined, options) => run((session) => checkCommand(session, meant(site), options)));
  example(json(program.command('explain <words...>').description(say('explain'))), 'explain pve.no-quorum').action(
    (words: string[], options) => run((session) => explainCommand(session, words, options)),
  );
  example(
    json(program.command('inventory <site> <node> <file>').description(say('inventoryBring'))),
    'inventory site.toml pve-node1 lsblk.json',
  ).action((site: string, node: string, file: string, options) =>
    run((session) => inventoryCommand(session, site, node, file, options)),
  );
  example(
    json(program.command('sheet <site>').description(say('sheet')).requiredOption('--out <file>', say('sheetOut'))),
    'sheet site.toml --out field-sheet.html',
  ).action((site: string, options: { out: string; json?: boolean }) =>
    run((session) => sheetCommand(session, site, options)),
  );
  example(
    json(
      program
        .command('address-plan <site>')
        .description(say('addressPlan'))
        .requiredOption('--subnet <network>', say('addressSubnet'))
        .option('--from <address>', say('addressFrom'))
        .option('--to <address>', say('addressTo'))
        .option('--nodes <n>', say('addressNodes'), values.count)
        .option('--link <network>', say('addressLink'), values.several)
        .option('--renumber', say('addressRenumber'))
        .option('--write', say('addressWrite')),
    ),
    'address-plan site.toml --subnet 192.168.50.0/24 --write',
  ).action((site: string, options: AddressPlanFlags) => run((session) => addressPlanCommand(session, site, options)));
}

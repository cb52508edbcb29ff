import { dmiStrings } from '../proc-mount.ts';
import { complain, program } from '../program.ts';

const KEYWORDS: Readonly<Record<string, string>> = {
  'system-manufacturer': 'sys_vendor',
  'system-product-name': 'product_name',
  'system-serial-number': 'product_serial',
  'system-sku-number': 'product_sku',
  'system-uuid': 'product_uuid',
  'baseboard-product-name': 'board_name',
  'baseboard-serial-number': 'board_serial',
  'baseboard-asset-tag': 'board_asset_tag',
  'chassis-serial-number': 'chassis_serial',
  'chassis-asset-tag': 'chassis_asset_tag',
};

/** dmidecode -s KEYWORD; the tables themselves are not simulated. */
export const dmidecode = program(
  { short: 's:q', long: ['string=', 'quiet', 'help', 'version'] },
  (context, options) => {
    const keyword = options.get('s', 'string');
    if (keyword === undefined) return complain(context, 'only -s is simulated', 2);
    const name = KEYWORDS[keyword];
    if (name === undefined) {
      context.stderr(`Invalid DMI string keyword: ${keyword}\nValid string keywords are:\n`);
      for (const known of Object.keys(KEYWORDS)) context.stderr(`  ${known}\n`);
      return 2;
    }
    context.stdout(`${dmiStrings(context.host)[name] || 'Not Specified'}\n`);
    return 0;
  },
);

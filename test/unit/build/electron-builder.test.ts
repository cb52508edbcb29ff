import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { electronBuilderConfig } from '../../../build/electron-builder.config.mjs';

const named = (JSON.parse(readFileSync('package.json', 'utf8')) as { devDependencies: { electron: string } })
  .devDependencies.electron;
const configFor = (version: string) =>
  electronBuilderConfig({
    electron: { version },
    staged: 'app',
    modules: 'modules',
    resources: 'resources',
    icons: 'icons',
    out: 'out',
  });

describe('what electron-builder is told', () => {
  it('takes the exact Electron that package.json names', () => {
    expect(named).toMatch(/^\d+\.\d+\.\d+$/);
    expect(configFor(named).electronVersion).toBe(named);
    expect(configFor(named)).not.toHaveProperty('electronDist');
  });

  it('decides every switch of that Electron', () => {
    expect(configFor(named).electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it('asks an Electron for no switch that it does not have', () => {
    expect(configFor('25.1.1').electronFuses).not.toHaveProperty('grantFileProtocolExtraPrivileges');
  });
});

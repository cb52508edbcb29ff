import { readFileSync } from 'node:fs';

/** Where the package puts itself. */
export const HOME = '/opt/Sitewright';
export const WINDOW = `${HOME}/sitewright-window`;
export const PROGRAM = `${HOME}/resources/program/sitewright`;
export const VERSION = (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version;

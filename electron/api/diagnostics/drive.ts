import { catalogue } from './catalogue.ts';

export const driveDiagnostics = catalogue({});

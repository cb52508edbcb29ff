import type { SimApplication } from '../../../rehearsal/docker/application.ts';
import { runInDatabase } from './database.ts';
import { monitoringState } from './monitoring-state.ts';
import { answerRedirect, answerWeb } from './web.ts';
import { wantsTls, webCertificate } from './web-certificate.ts';

/** Inside its container. */
const WEB_PORT = 8000;

/**
 * The monitoring system of a rehearsal: what answers behind the containers web, db and data_collector. It speaks
 * installer-assets/stacks/monitoring/PROTOCOL.md, as the real images do, and every answer follows from the containers'
 * state, the uploaded `.env` and authority, and the simulated Proxmox.
 */
export const monitoringApplication: SimApplication = {
  id: 'monitoring',
  images: {
    web: 'sitewright/monitoring-web',
    db: 'postgres',
    data_collector: 'sitewright/monitoring-collector',
  },
  faults: [
    {
      name: 'app.front-page-replaced',
      summary: {
        en: 'another web page answers at the address of the dashboard',
        es: 'otra página web responde en la dirección del panel',
      },
    },
    {
      name: 'app.login-page-broken',
      summary: {
        en: 'the login page of the dashboard is not the right one',
        es: 'la página de inicio de sesión del panel no es la correcta',
      },
    },
    {
      name: 'app.web-unhealthy',
      summary: { en: 'the health test of web fails', es: 'falla la prueba de salud de web' },
    },
    {
      name: 'app.new-web-unhealthy',
      summary: {
        en: 'the health test of web fails with another image than the one that runs well now',
        es: 'la prueba de salud de web falla con otra imagen que la que ahora funciona bien',
      },
    },
    {
      name: 'app.new-web-migrates',
      summary: {
        en: 'another image of web than the one that runs well now changes the form of the data, and does not come up',
        es: 'otra imagen de web que la que ahora funciona bien cambia la forma de los datos y no se levanta',
      },
    },
    {
      name: 'app.db-unhealthy',
      summary: { en: 'the health test of db fails', es: 'falla la prueba de salud de db' },
    },
    {
      name: 'app.collector-silent',
      summary: { en: 'the collector hangs and brings no samples', es: 'el recolector se cuelga y no trae muestras' },
    },
    {
      name: 'app.token-refused',
      summary: {
        en: 'Proxmox refuses the token of the collector',
        es: 'Proxmox rechaza el token del recolector',
      },
    },
    {
      name: 'app.admin-password-changed',
      summary: {
        en: 'somebody changed the password in the dashboard',
        es: 'alguien cambió la contraseña en el panel',
      },
    },
  ],
  healthy: (project, service) => {
    const container = project.container(service);
    if (!container?.running) return false;
    if (service === 'web') {
      if (wantsTls(container) && webCertificate(container) === undefined) return false;
      if (project.world.hasFault('app.web-unhealthy')) return false;
      const state = monitoringState(project);
      const migrates = project.world.hasFault('app.new-web-migrates');
      const isSpoilt = migrates || project.world.hasFault('app.new-web-unhealthy');
      if (!isSpoilt || state.provenWeb === undefined) state.provenWeb = container.imageId;
      const isProven = container.imageId === state.provenWeb;
      state.schemaVersion = Math.max(state.schemaVersion, isProven ? 1 : migrates ? 2 : 0);
      // a program refuses data of a newer one
      return isProven && !(migrates && state.schemaVersion > 1);
    }
    if (service === 'db') return !project.world.hasFault('app.db-unhealthy');
    return true;
  },
  exec: async (project, service, call) => (service === 'db' ? runInDatabase(project, call) : undefined),
  listen: (project, service, target) => {
    if (service !== 'web') return undefined;
    if (target === Number(project().container('web')?.env.get('REDIRECT_PORT') ?? '0'))
      return (request, response) => answerRedirect(project(), request, response);
    if (target !== WEB_PORT) return undefined;
    return (request, response) => {
      answerWeb(project(), request, response).catch(() => {
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
    };
  },
  secure: (project, service, target) => {
    const web = project.container('web');
    return service === 'web' && target === WEB_PORT && web ? webCertificate(web) : undefined;
  },
};

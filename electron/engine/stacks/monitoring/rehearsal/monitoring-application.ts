import type { SimApplication } from '../../../rehearsal/docker/application.ts';
import { answerWeb } from './web.ts';

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
    if (!project.container(service)?.running) return false;
    if (service === 'web') return !project.world.hasFault('app.web-unhealthy');
    if (service === 'db') return !project.world.hasFault('app.db-unhealthy');
    return true;
  },
  listen: (project, service) =>
    service === 'web'
      ? (request, response) => {
          answerWeb(project(), request, response).catch(() => {
            if (!response.headersSent) response.writeHead(500);
            response.end();
          });
        }
      : undefined,
};

// A certified OpenID Connect provider for one test run: everybody may sign in, by their e-mail address.
// node provider.mjs FOLDER_WITH_NODE_MODULES ADDRESS_OF_CANDOR; prints its own address when it is ready.
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

const [folder, candor] = process.argv.slice(2);
const library = pathToFileURL(join(folder, 'node_modules/oidc-provider/lib/index.js'));
const { default: Provider } = await import(library);

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://localhost:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: 'candor',
      client_secret: 'a secret between servers',
      redirect_uris: [`${candor}/oidc/certified/callback`],
      post_logout_redirect_uris: [`${candor}/sign-in`],
      backchannel_logout_uri: `${candor}/oidc/certified/logout`,
      backchannel_logout_session_required: true,
    }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: {
      devInteractions: { enabled: true },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    pkce: { required: () => true },
    cookies: { keys: ['for one run'] },
    // It would not speak to its own machine otherwise.
    fetch: (url, { dispatcher, ...options }) => fetch(url, options),
    // The clock of Candor, in the test, stands still.
    clockTolerance: 60,
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: id, email_verified: true, name: 'Somebody' }),
    }),
  });
  for (const event of ['backchannel.error', 'server_error']) {
    provider.on(event, (_, error) => console.error(event, error));
  }
  server.on('request', provider.callback());
  console.log(issuer);
});
// Without whoever started it, it has nothing to do.
process.stdin.resume().on('end', () => process.exit(0));

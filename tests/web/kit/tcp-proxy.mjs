// A line between browser and server that a test can cut or stop.
import net from 'node:net';
import { SERVER } from './browser.mjs';

/**
 * Passes all bytes on to the server. Its `address` takes the place of the server's.
 * `cutAfter(bytes)`: the next connection that has sent this many is cut, once. `stopAfter(bytes)`: such connections stay open,
 * but nothing more is passed on, until `goOn()`.
 */
export async function tcpProxy(server = SERVER) {
  const { port, hostname } = new URL(server);
  const open = new Set();
  const proxy = { cut: Infinity, stop: Infinity, cuts: 0 };
  const listener = net.createServer((client) => {
    const upstream = net.connect(Number(port), hostname);
    let sent = 0;
    const pair = { client, upstream, stopped: false };
    open.add(pair);
    client.on('data', (bytes) => {
      sent += bytes.length;
      if (sent > proxy.cut) {
        proxy.cut = Infinity;
        ++proxy.cuts;
        client.resetAndDestroy();
        upstream.end();
        return;
      }
      const room = upstream.write(bytes);
      pair.stopped = sent > proxy.stop;
      if (!room || pair.stopped) client.pause();
    });
    upstream.on('drain', () => {
      if (!pair.stopped) client.resume();
    });
    upstream.pipe(client);
    const end = () => {
      open.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    for (const side of [client, upstream]) side.on('error', end).on('close', end);
  });
  await new Promise((done) => listener.listen(0, '127.0.0.1', () => done()));
  return {
    address: `http://127.0.0.1:${listener.address().port}`,
    cutAfter: (bytes) => { proxy.cut = bytes; },
    stopAfter: (bytes) => { proxy.stop = bytes; },
    goOn() {
      proxy.stop = Infinity;
      for (const pair of open) {
        pair.stopped = false;
        pair.client.resume();
      }
    },
    get cuts() { return proxy.cuts; },
    async close() {
      for (const { client } of open) client.destroy();
      await new Promise((done) => listener.close(done));
    },
  };
}

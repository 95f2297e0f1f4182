// The network of a hall: a wire between a pad and the server that can be cut,
// so that the worker of the pad loses it as well as the page.
import { createServer, connect } from 'node:net';

export async function wire(base) {
  const to = new URL(base), open = new Set();
  const answer = (near) => {
    const far = connect(Number(to.port), to.hostname);
    for (const [a, b] of [[near, far], [far, near]]) {
      open.add(a);
      a.on('error', () => b.destroy());
      a.on('close', () => { open.delete(a); b.destroy(); });
      a.pipe(b);
    }
  };
  let server, port = 0;
  const join = () => new Promise((ok) => { server = createServer(answer).listen(port, '127.0.0.1', () => { port = server.address().port; ok(); }); });
  const cut = () => new Promise((ok) => { server.close(ok); for (const s of open) s.destroy(); });
  await join();
  return { base: `http://127.0.0.1:${port}`, cut, join };
}

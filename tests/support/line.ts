import { connect, createServer, type Socket } from 'node:net';
import { freePort } from './server.ts';

/** A line to the product that can be pulled out. */
export async function openLine(target: number) {
  const sockets = new Set<Socket>();
  let isCut = false;
  const proxy = createServer((client) => {
    if (isCut) return void client.destroy();
    const product = connect(target, '127.0.0.1');
    for (const socket of [client, product]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        product.destroy();
      });
    }
    client.pipe(product).pipe(client);
  });
  const port = await freePort();
  await new Promise<void>((ready) => proxy.listen(port, '127.0.0.1', ready));
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://localhost:${port}`,
    cut: () => {
      isCut = true;
      drop();
    },
    mend: () => {
      isCut = false;
    },
    close: () => {
      drop();
      proxy.close();
    },
  };
}

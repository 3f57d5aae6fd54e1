// A relay on socket.io as plain as it can be: who says its name is written to by it, each message is acknowledged and handed
// on. Nothing is stored, and nothing is checked.
//
// node socket-io.mjs PORT
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const server = createServer();
const io = new Server(server, {
    transports: ['websocket'],
    perMessageDeflate: false,
    httpCompression: false,
    serveClient: false,
    allowUpgrades: false,
});
const people = new Map();

io.on('connection', (socket) => {
    const { name } = socket.handshake.auth;
    people.set(name, socket);
    socket.on('send', (to, text, acknowledge) => {
        acknowledge('ok');
        people.get(to)?.emit('message', name, text);
    });
    socket.on('disconnect', () => people.get(name) === socket && people.delete(name));
});
server.listen(Number(process.argv[2]), '127.0.0.1', () => console.log(`ready on ${server.address().port}`));

"""wire.py - speak to the service without any of its code: pyzmq, and protobuf modules made from proto/*.proto.

    wire = Wire(card, home)         # an address card, a home with a key; home None = a key nobody knows
    wire.exchange("reports", body)  # bytes in, bytes out; None when no answer came
"""
import glob
import os
import subprocess
import sys
import tempfile

import zmq
import zmq.utils.monitor

SOURCE = os.environ["SOURCE"]
PATIENCE_MS = 20000
FAILED = zmq.EVENT_HANDSHAKE_FAILED_AUTH | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL \
    | zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL | zmq.EVENT_DISCONNECTED


def schema():
    """The generated modules, as one namespace: schema().Event, schema().Batch and so on."""
    with tempfile.TemporaryDirectory() as folder:
        files = sorted(glob.glob(os.path.join(SOURCE, "proto", "*.proto")))
        subprocess.run(["protoc", f"--python_out={folder}", f"-I{SOURCE}/proto", *files], check=True)
        sys.path.insert(0, folder)
        names = {}
        for file in files:
            names.update(vars(__import__(os.path.basename(file)[:-6] + "_pb2")))
        sys.path.remove(folder)
    return type("Schema", (), names)


def settings(path):
    """`name = value` lines, as the address card and the key file have them."""
    with open(path, encoding="ascii") as file:
        pairs = (line.split("=", 1) for line in file if "=" in line and not line.startswith("#"))
        return {name.strip(): value.strip() for name, value in pairs}


class Wire:
    def __init__(self, card, home):
        self.context = zmq.Context()
        self.card = settings(card)
        if home is None:
            self.public, self.secret = zmq.curve_keypair()
        else:
            pair = settings(os.path.join(home, "key"))
            self.public, self.secret = pair["public"].encode(), pair["secret"].encode()

    def socket(self, curve=True):
        socket = self.context.socket(zmq.DEALER)
        socket.linger = 0
        if curve:
            socket.curve_publickey, socket.curve_secretkey = self.public, self.secret
            socket.curve_serverkey = self.card["server_key"].encode()
        return socket

    def exchange(self, door, body):
        socket = self.socket()
        socket.connect(self.card[door])
        socket.send(body)
        answered = socket.poll(PATIENCE_MS)
        answer = socket.recv_multipart()[-1] if answered else None
        socket.close()
        return answer

    def is_let_in(self, door, curve=True):
        """Does the handshake succeed? Watches the socket's own events instead of waiting for silence."""
        socket = self.socket(curve)
        monitor = socket.get_monitor_socket(zmq.EVENT_HANDSHAKE_SUCCEEDED | FAILED)
        socket.connect(self.card[door])
        let_in = False
        if monitor.poll(PATIENCE_MS):
            event = zmq.utils.monitor.recv_monitor_message(monitor)["event"]
            let_in = event == zmq.EVENT_HANDSHAKE_SUCCEEDED
        socket.disable_monitor()
        socket.close()
        return let_in

# SPDX-License-Identifier: Apache-2.0
"""The training centre beside a testbed's hub: a second hub, with everything of its own."""

from processes import Daemon, free_port


class Training:
    def __init__(self, testbed, source=None):
        self.testbed = testbed
        self.data = testbed.folder / "practice"
        self.socket = testbed.folder / "practice.sock"
        self.port = free_port()
        config = testbed.write(
            "training.conf",
            f"[hub]\ntraining = yes\ndata = {self.data}\n[training]\n"
            f"source = {source or testbed.socket}\nlink = :{testbed.port}\n[http]\n"
            f"listen = 127.0.0.1:{self.port}\nsocket = {self.socket}\n",
        )
        self.config = str(config)
        self.daemon = Daemon(testbed, "layso-hubd", ["--config", self.config], label="training")

    @property
    def http(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self, **keywords):
        self.testbed.add(self.daemon)
        self.daemon.start(**keywords)
        return self.caller()

    def restart(self, kill=False):
        (self.daemon.kill if kill else self.daemon.stop)()
        self.daemon.start()

    def caller(self, address=None, **keywords):
        return self.testbed.caller(address or f"unix:{self.socket}", **keywords)

# SPDX-License-Identifier: Apache-2.0
"""A real file system of a test's own: ext4 in a file, by a loop device. Needs root."""

import os
import subprocess


def _run(*command):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True,
                          check=False)  # fmt: skip


class LoopDisk:
    def __init__(self, folder, megabytes=32):
        self.image = folder / "disk.img"
        self.mounted_at = None
        with open(self.image, "wb") as file:
            file.truncate(megabytes << 20)
        done = _run("mkfs.ext4", "-q", "-m", "0", self.image)
        assert done.returncode == 0, done.stderr

    def mount(self, place, options="rw"):
        """False where this machine has no loop devices."""
        place.mkdir(parents=True, exist_ok=True)
        if _run("mount", "-o", f"loop,{options}", self.image, place).returncode:
            return False
        self.mounted_at = place
        return True

    def remount(self, options):
        done = _run("mount", "-o", f"remount,{options}", self.mounted_at)
        assert done.returncode == 0, done.stderr

    def fill(self):
        """To the last byte; what frees the room again is ballast.unlink()."""
        ballast = self.mounted_at / "ballast"
        with open(ballast, "wb", buffering=0) as file:
            for size in (1 << 20, 4096, 512, 1):
                try:
                    while file.write(bytes(size)) == size:
                        pass
                except OSError:
                    pass
            os.fsync(file.fileno())
        return ballast

    def unmount(self):
        if self.mounted_at:
            done = _run("umount", self.mounted_at)
            assert done.returncode == 0, done.stderr
            self.mounted_at = None

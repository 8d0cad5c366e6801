# SPDX-License-Identifier: Apache-2.0
"""The packages, a bare Debian to install them into, and a machine that runs it."""

import os
import pathlib
import shutil
import subprocess
import sys

TREE = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
BASE = ("dbus", "dosfstools", "kmod", "procps", "systemd-sysv", "udev")
RESULTS = TREE / "build/packages-machine"
WALK_RESULTS = TREE / "build/packages-walk"
NAMES = ("layso-common", "layso-hub", "layso-kiosk", "layso-hall", "layso-tools")
FIRST_MODULES = ("virtio_pci", "virtio_blk", "crc32c_generic", "ext4", "9pnet_virtio", "9p")
MODULES = (
    *FIRST_MODULES, "virtio_gpu", "virtio_console", "virtio_rng", "gpio-sim", "dummy_hcd",
    "libcomposite", "usb_f_printer", "usblp", "evdev", "configfs", "xhci_pci", "usbhid", "loop",
    "dummy", "vfat", "nls_cp437", "nls_ascii",
)  # fmt: skip

sys.path.insert(0, str(TREE / "tests/virtual-board"))

# The path has to be set before this.
import machine


def run(*command, **keywords):
    """Its output; what it said, when it fails."""
    done = subprocess.run(
        [str(c) for c in command], capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL, **keywords,
    )  # fmt: skip
    assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def build(folder, *architecture):
    """Builds the packages, where an architecture is named its own; their paths by name."""
    options = ("--arch", *architecture) if architecture else ()
    lines = run(TREE / "boards/debian/build", *options, folder).splitlines()
    paths = [pathlib.Path(line) for line in lines if "-dbgsym_" not in line]
    return {path.name.split("_")[0]: path for path in paths}


def newer(package, folder):
    """The same package with a greater version, as the next commit would make it."""
    tree = folder / "tree"
    run("dpkg-deb", "--raw-extract", package, tree)
    control = tree / "DEBIAN/control"
    lines = []
    for line in control.read_text(encoding="utf-8").splitlines():
        if line.startswith("Version: "):
            version = line.removeprefix("Version: ")
        lines.append(line)
    text = "\n".join(lines) + "\n"
    control.write_text(text.replace(version, f"{version}.next"), encoding="utf-8")
    run("dpkg-deb", "--root-owner-group", "--build", tree, folder)
    shutil.rmtree(tree)
    return f"{version}.next"


class Root:
    """A Debian in a folder."""

    def __init__(self, folder):
        self.folder = folder
        base = run(TREE / "boards/debian/bare", run("dpkg", "--print-architecture").strip(),
                   "minbase", *BASE).splitlines()[-1]  # fmt: skip
        run("cp", "-a", base, folder)
        shutil.copy("/etc/resolv.conf", folder / "etc/resolv.conf")
        # No service starts in a folder: what dpkg asks for is left to the machine that boots it.
        policy = folder / "usr/sbin/policy-rc.d"
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
        self.archives = pathlib.Path(os.environ.get("LAYSO_FRESH_CACHE", "/var/cache/layso-fresh"),
                                     f"{pathlib.Path(base).name}-packages")  # fmt: skip
        (self.archives / "partial").mkdir(parents=True, exist_ok=True)
        self.inside("apt-get", "-q", "update")

    def inside(self, *command, check=True):
        """Runs a command in there, with what a package's script expects to find."""
        script = (
            'mount --make-rprivate / && mount -t proc proc "$1/proc" &&'
            ' mount --bind "$2" "$1/var/cache/apt/archives" && shift 2 && exec "$@"'
        )
        done = subprocess.run(
            ["unshare", "--mount", "--pid", "--fork", "--kill-child", "bash", "-c", script, "in",
             self.folder, self.archives, "chroot", self.folder, "env", "-i", "LC_ALL=C.UTF-8",
             "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND=noninteractive",
             *(f"{k}={v}" for k, v in os.environ.items() if k == "http_proxy"), *command],
            capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert not check or done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done

    def install(self, packages):
        """As apt does: with what they depend on and nothing more."""
        target = self.folder / "root"
        for path in packages:
            shutil.copy(path, target)
        self.install_others(*(f"/root/{path.name}" for path in packages))
        for path in packages:
            (target / path.name).unlink()

    def install_others(self, *names):
        self.inside("apt-get", "-q", "-y", "--no-install-recommends", "install", *names)

    def files(self):
        """All there is, but for what apt and dpkg keep for themselves."""
        skipped = ("var/lib/dpkg/", "var/lib/apt/", "var/cache/", "var/log/")
        found = (str(p.relative_to(self.folder)) for p in self.folder.rglob("*"))
        return {name for name in found if not name.startswith(skipped)}


def module_files(kernel, names):
    """The modules and what they need, by modprobe."""
    version = next((kernel / "modules").iterdir()).name
    links = kernel.parent / f"{kernel.name}.links/lib"
    links.mkdir(parents=True, exist_ok=True)
    if not (links / "modules").exists():
        (links / "modules").symlink_to(kernel / "modules")
    found = {}
    for name in names:
        text = run("modprobe", "--show-depends", "-d", links.parent, "-S", version, name)
        for line in text.splitlines():
            if line.startswith("insmod"):
                path = pathlib.Path(line.split()[1])
                found[path.name] = path
    return version, list(found.values())


def put_modules(kernel, names, root):
    version, files = module_files(kernel, names)
    target = root / "lib/modules" / version
    target.mkdir(parents=True, exist_ok=True)
    for path in files:
        shutil.copy(path, target)
    for name in ("order", "builtin", "builtin.modinfo"):
        shutil.copy(kernel / "modules" / version / f"modules.{name}", target)
    run("depmod", "-b", root, version)


def make_initramfs(kernel, folder):
    root = folder / "initramfs-root"
    (root / "bin").mkdir(parents=True)
    shutil.copy("/bin/busybox", root / "bin")
    shutil.copy(HERE / "initramfs-init", root / "init")
    (root / "init").chmod(0o755)
    put_modules(kernel, FIRST_MODULES, root)
    path = folder / "initramfs"
    run("bash", "-c", f"cd '{root}' && find . | cpio --quiet -o -H newc | gzip -1 >'{path}'")
    return path


def boot(root, results, folder, seconds):
    """Makes a disk of the folder and boots it; True when it switched itself off in time."""
    kernel = pathlib.Path(run(TREE / "tests/virtual-board/kernel").splitlines()[-1])
    put_modules(kernel, MODULES, root.folder)
    disk = folder / "disk.img"
    # sparse: what is not used takes no place
    run("mkfs.ext4", "-q", "-F", "-d", root.folder, disk, "3G")
    extra = [
        "-initrd", str(make_initramfs(kernel, folder)),
        "-drive", f"file={disk},if=virtio,format=raw,cache=unsafe",
        "-append", "console=tty0 console=ttyS0 loglevel=4 panic=-1 mitigations=off quiet "
        "systemd.show_status=no",
    ]  # fmt: skip
    made = machine.Machine(kernel, results, results / "console.log", extra)
    try:
        return made.wait(seconds)
    finally:
        made.kill()

# SPDX-License-Identifier: Apache-2.0
"""What may be on a disk after the power went, from the record of fault-shim.c: of each file what
was synced, and of what was not any part in any order, down to its sectors; of the names what their
folder's last sync holds, and of the later changes the first few, as a journal keeps them."""

import random
import struct

from shim import OPS

HEAD = struct.Struct("<IIQQQII")  # struct fault_record
MAGIC = 0x3146534C
SECTOR = 512
KINDS = ("dropped", "part", "torn")  # what became of the changes that were not synced


class Change:
    """One call that changed something, and where its record ends."""

    def __init__(self, op, inode, offset, name, name2, data, end):
        self.op, self.inode, self.offset = op, inode, offset
        self.name, self.name2, self.data, self.end = name, name2, data, end


def read_record(path):
    raw = path.read_bytes()
    at, changes = 0, []
    while at < len(raw):
        magic, op, inode, offset, size, name, name2 = HEAD.unpack_from(raw, at)
        assert magic == MAGIC, f"no record at byte {at}"
        at += HEAD.size
        names = raw[at : at + name].decode(), raw[at + name : at + name + name2].decode()
        at += name + name2
        changes.append(Change(OPS[op], inode, offset, *names, raw[at : at + size], at + size))
        at += size
    return changes


class File:
    def __init__(self, content=b""):
        self.safe = bytearray(content)
        self.open = []  # changes since its last sync

    def apply(self, content, change, sectors=None):
        if change.op == "truncate":
            content[change.offset :] = bytes(max(0, change.offset - len(content)))
            return
        for start in range(0, len(change.data), SECTOR):
            if sectors is None or start // SECTOR in sectors:
                part = change.data[start : start + SECTOR]
                at = change.offset + start
                content.extend(bytes(max(0, at - len(content))))
                content[at : at + len(part)] = part

    def sync(self):
        for change in self.open:
            self.apply(self.safe, change)
        self.open = []

    def after_a_cut(self, kind, chance):
        content = bytearray(self.safe)
        for n, change in enumerate(self.open):
            last = n + 1 == len(self.open)
            if kind == "dropped" or (kind == "part" and chance.random() < 0.5):
                continue
            count = len(change.data) // SECTOR + 1
            torn = kind == "torn" and (last or chance.random() < 0.2)
            sectors = {i for i in range(count) if chance.random() < 0.5} if torn else None
            self.apply(content, change, sectors)
        return bytes(content)


class Disk:
    """Follows a record from a folder on that is wholly on the disk."""

    def __init__(self, folder):
        self.folder = str(folder)
        self.safe = {}  # name: File, None for a folder
        self.names = {}
        self.open = []  # changes of names that no sync of a folder holds
        self.inodes = {}
        for path in folder.iterdir():
            made = File(path.read_bytes())
            self.safe[str(path)] = made
            self.inodes[path.stat().st_ino] = made
        self.names = dict(self.safe)

    @staticmethod
    def rename(names, change, made):
        """One change of names; made: the File of an open that made one."""
        if change.op == "open":
            names[change.name] = made
        elif change.op == "mkdir":
            names[change.name] = None
        elif change.op == "unlink":
            names.pop(change.name, None)
        elif change.op == "link":
            names[change.name2] = names[change.name]
        elif change.offset:
            names[change.name], names[change.name2] = names[change.name2], names[change.name]
        else:
            names[change.name2] = names.pop(change.name)

    def follow(self, change):
        if change.op in ("write", "truncate"):
            if change.inode in self.inodes:
                self.inodes[change.inode].open.append(change)
        elif change.op != "sync":
            made = File() if change.op == "open" else None
            if made:
                self.inodes[change.inode] = made
            self.rename(self.names, change, made)
            self.open.append((change, made))
        elif change.inode in self.inodes and change.name not in self.folders():
            self.inodes[change.inode].sync()
        else:
            self.sync_folder(change.name)

    def folders(self):
        return {self.folder, *(name for name, file in self.names.items() if file is None)}

    def sync_folder(self, folder):
        """All up to the last change in it: a journal keeps the order."""
        folders = [{name.rpartition("/")[0] for name in (change.name, change.name2)}
                   for change, _ in self.open]  # fmt: skip
        inside = [n for n, touched in enumerate(folders) if folder in touched]
        count = inside[-1] + 1 if inside else 0
        for change, made in self.open[:count]:
            self.rename(self.safe, change, made)
        del self.open[:count]

    def after_a_cut(self, kind, seed):
        """Name below the folder to content; None for a folder."""
        chance = random.Random(seed)
        names = dict(self.safe)
        most = {"dropped": 0, "torn": len(self.open)}.get(kind, chance.randint(0, len(self.open)))
        for change, made in self.open[:most]:
            self.rename(names, change, made)
        contents = {}
        for name, file in names.items():
            if file is not None and id(file) not in contents:
                contents[id(file)] = file.after_a_cut(kind, chance)
        cut = len(self.folder) + 1
        return {name[cut:]: file and contents[id(file)] for name, file in names.items()}


def write_state(state, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name in sorted(state):
        if state[name] is None:
            (folder / name).mkdir()
    for name in sorted(state):
        if state[name] is not None:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(state[name])

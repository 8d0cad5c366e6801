# SPDX-License-Identifier: Apache-2.0
"""A GPIO chip of the kernel's own (gpio-sim): a real character device whose pins are pulled here.
The chip is there from the moment it is made until close()."""

import itertools
import pathlib
import subprocess

CONFIGFS = pathlib.Path("/sys/kernel/config/gpio-sim")
counter = itertools.count(1)


class GpioSim:
    def __init__(self, label, lines, count=None, active_low=True):
        """lines: offset to name. Buttons close to ground (active_low), as on real panels; nobody
        presses one. A line is named by its name or by its offset."""
        subprocess.run(["modprobe", "gpio-sim"], check=True)
        self.offsets = {name: offset for offset, name in lines.items()}
        self.active_low = active_low
        self.folder = CONFIGFS / f"layso{next(counter)}"
        bank = self.folder / "bank0"
        bank.mkdir(parents=True)
        (bank / "num_lines").write_text(str(count or max(lines) + 1))
        (bank / "label").write_text(label)
        for offset, name in lines.items():
            line = bank / f"line{offset}"
            line.mkdir()
            (line / "name").write_text(name)
        (self.folder / "live").write_text("1")
        self.chip = (bank / "chip_name").read_text().strip()  # "gpiochip0"
        device = (self.folder / "dev_name").read_text().strip()
        self.pins = pathlib.Path("/sys/devices/platform", device, self.chip)
        for offset, name in lines.items():
            # A lamp that nobody drives is dark, as behind a transistor.
            self._pull(offset, high=active_low and not name.startswith("LAMP"))

    @property
    def path(self):
        return f"/dev/{self.chip}"

    def _pin(self, line):
        return self.pins / f"sim_gpio{self.offsets.get(line, line)}"

    def _pull(self, line, high):
        (self._pin(line) / "pull").write_text("pull-up" if high else "pull-down")

    def press(self, line):
        self._pull(line, high=not self.active_low)

    def release(self, line):
        self._pull(line, high=self.active_low)

    def bounce(self, line, times):
        """As a bad contact does: so many short presses, as fast as we can; ends pressed."""
        for _ in range(times):
            self.press(line)
            self.release(line)
        self.press(line)

    def value(self, line):
        """The electrical level, 0 or 1: of a lamp what it was set to."""
        return int((self._pin(line) / "value").read_text())

    def close(self):
        """Takes the chip away, as when an expander on a cable is unplugged. Users must be gone."""
        if not self.folder.exists():
            return
        (self.folder / "live").write_text("0")
        bank = self.folder / "bank0"
        for line in bank.glob("line*"):
            line.rmdir()
        bank.rmdir()
        self.folder.rmdir()

// SPDX-License-Identifier: Apache-2.0
// The zone of the tests' hall: Viet Nam's, but from 20:00 to 01:00 there one 12 hours away. A hall that is
// always open ends its day at midnight: near it pages say that the day ends, and numbers begin anew.
const HOME = 'Asia/Ho_Chi_Minh', AWAY = 'America/Lima'; /* +07:00 and -05:00, without summer time */
const OFFSETS = {[HOME]: '+07:00', [AWAY]: '-05:00'};
const LATE_HOUR = 20, EARLY_HOUR = 1;

function chooseZone(now) {
	const hour = (now.getUTCHours() + 7) % 24;
	return hour >= LATE_HOUR || hour < EARLY_HOUR ? AWAY : HOME;
}

/* The first process chooses; its workers take the same, however long the run takes. */
process.env.LAYSO_TEST_ZONE = process.env.LAYSO_TEST_ZONE || chooseZone(new Date());
const ZONE = process.env.LAYSO_TEST_ZONE;
const OFFSET = OFFSETS[ZONE];

/* A moment as the hall's wall clock shows it: 2026-03-01T08:30. */
function wallTime(milliseconds) {
	const hours = Number(OFFSET.slice(0, 3));
	return new Date(milliseconds + hours * 3600000).toISOString().slice(0, 16);
}

module.exports = {OFFSET, ZONE, wallTime};

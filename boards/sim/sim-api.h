/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the page and the tests ask of the simulator:
 *
 *     GET  /                        the page
 *     GET  /api/state               everything, as sim_api_state
 *     GET  /api/events              the same as events: "state", and "frame" for a new picture
 *     GET  /api/slips/N.png         a slip
 *     GET  /api/screens/NAME.png    a screen, with ETag
 *     POST /api/button              {"name":"A","pressed":true}; without pressed: both in turn
 *     POST /api/touch               {"screen":"kiosk","x":1,"y":2,"phase":"down"}; without: a tap
 *     POST /api/printer             {"paper":"ok|low|out","cover":"closed|open",
 *                                   "cutter":"ok|jammed","plugged":true,"reads":true,
 *                                   "answers":true,"speed_mm_s":150,"tear":true}, any of them
 */
#pragma once

#include "boards/sim/sim-http.h"
#include "boards/sim/sim-parts.h"

json_t *sim_api_state(const struct simulator *simulator);
void sim_api_answer(const struct sim_request *request, struct sim_answer *ret, void *userdata);

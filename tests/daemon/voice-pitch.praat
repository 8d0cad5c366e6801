# SPDX-License-Identifier: Apache-2.0
# Praat: measures each clip of a voice pack. A line each, in milliseconds and Hertz:
#   NAME LENGTH RMS RMS-OF-THE-FIRST-100-MS RMS-OF-THE-LAST-100-MS PITCH PITCH …
# with a pitch every 5 ms, 0 where there is none.
form Clips
	sentence folder
	positive floor
	positive ceiling
endform
clearinfo
files = Create Strings as file list: "files", folder$ + "/*.flac"
n = Get number of strings
for k to n
	selectObject: files
	name$ = Get string: k
	sound = Read from file: folder$ + "/" + name$
	length = Get total duration
	whole = Get root-mean-square: 0, 0
	first = Get root-mean-square: 0, 0.1
	last = Get root-mean-square: length - 0.1, length
	line$ = name$ + " " + fixed$ (length * 1000, 0) + " " + fixed$ (whole, 5)
	line$ = line$ + " " + fixed$ (first, 5) + " " + fixed$ (last, 5)
	pitch = To Pitch (ac): 0.005, floor, 15, "no", 0.03, 0.45, 0.01, 0.35, 0.14, ceiling
	frames = Get number of frames
	for i to frames
		hertz = Get value in frame: i, "Hertz"
		line$ = line$ + " " + (if hertz = undefined then "0" else fixed$ (hertz, 1) fi)
	endfor
	appendInfoLine: line$
	removeObject: sound, pitch
endfor

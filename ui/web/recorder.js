/* SPDX-License-Identifier: Apache-2.0 */
/* Sound of the microphone, or of a file of any kind that the browser knows, as a WAV file of one
 * channel; and playing it. The microphone is given to pages over HTTPS or of this computer alone. */
import {el, write} from './dom.js';

const SECONDS_MAX = 20;
const BLOCK = 4096;
const HEAD = 44;

let context = null;

function audio() {
	if (!context) {
		context = new (window.AudioContext || window.webkitAudioContext)();
	}
	return context;
}

/* The bytes of a WAV file: 16 bit, one channel. */
function wavOf(blocks, rate) {
	const n = blocks.reduce((sum, block) => sum + block.length, 0);
	const view = new DataView(new ArrayBuffer(HEAD + 2 * n));
	const put = (at, text) => Array.from(text).forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
	put(0, 'RIFF');
	view.setUint32(4, HEAD - 8 + 2 * n, true);
	put(8, 'WAVEfmt ');
	view.setUint32(16, 16, true);
	view.setUint16(20, 1, true);
	view.setUint16(22, 1, true);
	view.setUint32(24, rate, true);
	view.setUint32(28, 2 * rate, true);
	view.setUint16(32, 2, true);
	view.setUint16(34, 16, true);
	put(36, 'data');
	view.setUint32(40, 2 * n, true);
	let at = HEAD;
	blocks.forEach((block) => block.forEach((sample) => {
		view.setInt16(at, Math.max(-1, Math.min(1, sample)) * 32767, true);
		at += 2;
	}));
	return new Uint8Array(view.buffer);
}

/* A file as WAV; as it is when this browser cannot read it: the hub may. */
export async function toWav(file) {
	const bytes = await file.arrayBuffer();
	try {
		const sound = await audio().decodeAudioData(bytes.slice(0));
		const mixed = new Float32Array(sound.length);
		for (let c = 0; c < sound.numberOfChannels; c++) {
			sound.getChannelData(c).forEach((sample, i) => {
				mixed[i] += sample / sound.numberOfChannels;
			});
		}
		return wavOf([mixed], sound.sampleRate);
	} catch (error) {
		return new Uint8Array(bytes);
	}
}

/* The bytes of base64. */
export function bytesOf(text) {
	return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}

export async function play(bytes) {
	const source = audio().createBufferSource();
	await audio().resume();
	source.buffer = await audio().decodeAudioData(bytes.buffer);
	source.connect(audio().destination);
	source.start();
}

export class Recorder {
	static able() {
		return Boolean(navigator.mediaDevices && navigator.mediaDevices.getUserMedia);
	}

	/* full() is called when no more is recorded. */
	static async start(full) {
		const stream = await navigator.mediaDevices.getUserMedia({audio: {
			channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false}});
		await audio().resume();
		return new Recorder(stream, full);
	}

	constructor(stream, full) {
		this.stream = stream;
		this.blocks = [];
		this.meter = el('meter', {min: 0, max: 1, low: 0.05, high: 0.9, optimum: 0.4, value: 0});
		this.time = el('span', {class: 'm-quiet'}, '0.0 s');
		this.source = audio().createMediaStreamSource(stream);
		this.node = audio().createScriptProcessor(BLOCK, 1, 1);
		this.node.onaudioprocess = (event) => {
			const block = new Float32Array(event.inputBuffer.getChannelData(0));
			const seconds = (this.blocks.length + 1) * BLOCK / audio().sampleRate;
			this.blocks.push(block);
			this.meter.value = block.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
			write(this.time, `${seconds.toFixed(1)} s`);
			if (seconds > SECONDS_MAX) {
				full();
			}
		};
		this.source.connect(this.node);
		this.node.connect(audio().destination);
	}

	/* The recording as a WAV file. */
	end() {
		this.node.onaudioprocess = null;
		this.source.disconnect();
		this.node.disconnect();
		this.stream.getTracks().forEach((track) => track.stop());
		return wavOf(this.blocks, audio().sampleRate);
	}
}

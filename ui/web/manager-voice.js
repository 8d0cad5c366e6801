/* SPDX-License-Identifier: Apache-2.0 */
/* The voice of the halls and kiosks: what they say, in whose voice, and the centre's own recordings.
 * The hub trims and levels them; what is heard before it is kept is what it has made of them. Loaded
 * when it is opened. */
import {del, get, put, ApiError} from './api.js';
import {el, fill} from './dom.js';
import {NOTE, PERSON} from './limits.js';
import {complain, say} from './notice.js';
import {addWords, errorText, getLanguage, languageName, languagesOf, t} from './strings.js';
import {bytesOf, play, Recorder, toWav} from './recorder.js';
import words from './words-voice_page.js';

addWords('voice_page', words);

const SHOWN_MAX = 100;
const CHECKED_AT_ONCE = 40; /* as the hub does */
const BYTES_MAX = 2200000; /* what fits into a request in base64 */

function base64(bytes) {
	let text = '';
	for (let i = 0; i < bytes.length; i += 32768) {
		text += String.fromCharCode.apply(null, bytes.subarray(i, i + 32768));
	}
	return btoa(text);
}

function faultText(error) {
	const why = /^sound\.(.*)/.exec(error.field || '');
	return why ? t(`voice_page.fault.${why[1]}`) : errorText(error);
}

export class VoiceView {
	constructor(root, page) {
		this.page = page;
		this.language = null;
		this.clips = [];
		this.tried = null; /* {clip, sound, again}: a recording that is not kept yet */
		this.recorder = null;
		this.chooser = el('select', {id: 'voice-language', onchange: () => this.choose(this.chooser.value)});
		this.search = el('input', {id: 'voice-search', type: 'search', oninput: () => this.draw()});
		this.wanted = el('select', {id: 'voice-wanted', onchange: () => this.draw()},
			['all', 'own', 'missing', 'faulty'].map((name) =>
				el('option', {value: name}, t(`voice_page.wanted.${name}`))));
		this.speaker = el('input', {id: 'voice-speaker', maxlength: PERSON, autocomplete: 'off'});
		this.licence = el('input', {id: 'voice-licence', maxlength: NOTE, autocomplete: 'off'});
		this.consent = el('input', {id: 'voice-consent', type: 'checkbox'});
		this.files = el('input', {id: 'voice-files', type: 'file', multiple: true, accept: 'audio/*,.opus,.flac,.wav',
			onchange: () => this.takeMany(Array.from(this.files.files))});
		this.said = el('p', {class: 'm-quiet', role: 'status'});
		this.list = el('div', {});
		this.checkAll = el('button', {type: 'button', onclick: () => this.check()}, t('voice_page.check'));
		const field = (input, key) => el('div', {class: 'm-field'},
			el('label', {for: input.id}, t(`voice_page.${key}`)), input);
		fill(root, el('h1', {}, t('manager.tab.voice')),
			el('section', {class: 'm-part'}, el('h2', {}, t('voice_page.who')),
				el('p', {class: 'm-quiet'}, t('voice_page.text')),
				el('div', {class: 'm-row'}, field(this.speaker, 'speaker'), field(this.licence, 'licence')),
				el('p', {}, this.consent, ' ', el('label', {for: 'voice-consent'}, t('voice_page.consent'))),
				Recorder.able() ? null : el('p', {class: 'm-warning'}, t('voice_page.insecure')),
				field(this.files, 'files'), el('p', {class: 'm-quiet'}, t('voice_page.files_text')), this.said),
			el('section', {class: 'm-part'}, el('h2', {}, t('voice_page.words')),
				el('div', {class: 'm-row'}, field(this.chooser, 'language'), field(this.search, 'search'),
					field(this.wanted, 'show')),
				el('p', {class: 'm-actions'}, this.checkAll), this.list));
	}

	update() {
		const languages = languagesOf(this.page.store.site || {});
		if (this.language === null && this.page.store.site) {
			fill(this.chooser, languages.map((one) => el('option', {value: one}, languageName(one))));
			this.choose(languages[0]);
		}
	}

	async choose(language) {
		this.language = language;
		await this.load();
	}

	async load() {
		const language = this.language;
		try {
			const answer = await get(`/clips?language=${language}`);
			if (language === this.language) {
				this.clips = answer.clips;
				this.draw();
			}
		} catch (error) {
			this.clips = [];
			fill(this.list, el('p', {class: 'm-warning'}, error instanceof ApiError && error.status === 404
				? t('voice_page.no_words') : errorText(error)));
		}
	}

	/* Has the hub measure the pack's clips, some at a time. */
	async check() {
		this.checkAll.disabled = true;
		try {
			for (let from = 0; from < this.clips.length; from += CHECKED_AT_ONCE) {
				const answer = await get(`/clips?language=${this.language}&check=${from}`);
				answer.clips.forEach((clip) => {
					const known = this.clips.find((one) => one.clip === clip.clip);
					if (known) {
						known.fault = clip.fault;
					}
				});
				fill(this.said, t('voice_page.checked', {n: Math.min(from + CHECKED_AT_ONCE, this.clips.length)}));
			}
			this.draw();
		} catch (error) {
			complain(errorText(error));
		}
		this.checkAll.disabled = false;
	}

	isWanted(clip) {
		const text = this.search.value.trim().toLowerCase();
		const faulty = (clip.fault && clip.fault !== 'none') || clip.other_words || clip.state === 'lost';
		return (!text || clip.words.toLowerCase().includes(text) || clip.clip.includes(text)) &&
			(this.wanted.value === 'all' || this.wanted.value === clip.state ||
			(this.wanted.value === 'faulty' && faulty));
	}

	draw() {
		const wanted = this.clips.filter((clip) => this.isWanted(clip));
		fill(this.list, el('p', {class: 'm-quiet', role: 'status'}, t('voice_page.count', {n: wanted.length, all: this.clips.length})),
			el('table', {class: 'm-table m-voice'},
				el('thead', {}, el('tr', {}, ['words_head', 'state_head', 'do_head'].map((key) =>
					el('th', {scope: 'col'}, t(`voice_page.${key}`))))),
				el('tbody', {}, wanted.slice(0, SHOWN_MAX).map((clip) => this.row(clip)))),
			wanted.length > SHOWN_MAX && el('p', {class: 'm-quiet'}, t('voice_page.more', {n: wanted.length - SHOWN_MAX})));
	}

	stateText(clip) {
		if (clip.other_words) {
			return t('voice_page.other_words', {speaker: clip.speaker});
		}
		if (clip.fault && clip.fault !== 'none' && clip.state === 'pack') {
			return t(`voice_page.fault.${clip.fault}`);
		}
		return t(`voice_page.state.${clip.state}`, {speaker: clip.speaker || ''});
	}

	row(clip) {
		const name = {words: clip.words};
		const button = (key, act, more) => el('button', {type: 'button', onclick: act,
			'aria-label': `${t(`voice_page.${key}`)}: ${clip.words}`, ...more}, t(`voice_page.${key}`));
		const file = el('input', {type: 'file', class: 'm-file', accept: 'audio/*,.opus,.flac,.wav',
			'aria-label': t('voice_page.upload_for', name), onchange: () => this.takeFile(clip, file.files[0])});
		const tried = this.tried && this.tried.clip === clip.clip;
		const recording = this.recorder && this.recorder.clip === clip.clip;
		const can = clip.state === 'own' || clip.state === 'pack';
		return el('tr', {'data-clip': clip.clip}, el('th', {scope: 'row', lang: this.language}, clip.words,
			el('small', {lang: getLanguage()}, ` ${clip.clip}`)), el('td', {}, this.stateText(clip)),
		el('td', {}, tried ? el('p', {class: 'm-actions'}, t('voice_page.tried', {ms: this.tried.ms}), ' ',
			button('hear', () => play(bytesOf(this.tried.sound))), button('keep', () => this.keep(clip), {class: 'lead'}),
			button('drop', () => this.drop()))
			: recording ? el('p', {class: 'm-actions'}, this.recorder.meter, this.recorder.time,
				button('stop', () => this.stop(clip), {class: 'danger'}))
				: el('p', {class: 'm-actions'},
					can && button('play', () => this.play(clip)),
					button('record', () => this.record(clip), {disabled: !Recorder.able() || this.recorder !== null}),
					file,
					(clip.state === 'own' || clip.state === 'lost') && button('back', () => this.back(clip)))));
	}

	path(clip) {
		return `/clips/${this.language}.${clip}`;
	}

	async play(clip) {
		try {
			await play(bytesOf((await get(this.path(clip.clip))).sound));
		} catch (error) {
			complain(error instanceof ApiError ? faultText(error) : t('voice_page.unplayable'));
		}
	}

	/* Without a name and consent nothing is recorded. */
	isStated() {
		if (this.speaker.value.trim() && this.consent.checked) {
			return true;
		}
		complain(t('voice_page.say_who'));
		(this.speaker.value.trim() ? this.consent : this.speaker).focus();
		return false;
	}

	async record(clip) {
		if (!this.isStated()) {
			return;
		}
		try {
			this.recorder = await Recorder.start(() => this.stop(clip));
			this.recorder.clip = clip.clip;
		} catch (error) {
			complain(t('voice_page.no_microphone'));
		}
		this.draw();
		this.focus(clip.clip);
	}

	async stop(clip) {
		const {recorder} = this;
		this.recorder = null;
		if (recorder) {
			await this.tryOut(clip, recorder.end());
		}
	}

	async takeFile(clip, file) {
		if (this.isStated()) {
			await this.tryOut(clip, await toWav(file));
		}
		this.draw();
	}

	send(clip, wav, keep) {
		if (wav.length > BYTES_MAX) {
			throw new ApiError(400, {field: 'sound.too_long', error: 'bad_field'});
		}
		return put(this.path(clip), {sound: base64(wav), speaker: this.speaker.value.trim(),
			licence: this.licence.value.trim(), consent: this.consent.checked, keep});
	}

	async tryOut(clip, wav) {
		try {
			const answer = await this.send(clip.clip, wav, false);
			this.tried = {clip: clip.clip, sound: answer.sound, wav, ms: answer.length_ms};
		} catch (error) {
			complain(faultText(error));
		}
		this.draw();
		this.focus(clip.clip);
	}

	async keep(clip) {
		const {wav} = this.tried;
		await this.page.attempt(() => this.send(clip.clip, wav, true), () => {
			this.tried = null;
			say(t('voice_page.kept'));
		});
		await this.load();
		this.focus(clip.clip);
	}

	drop() {
		const {clip} = this.tried;
		this.tried = null;
		this.draw();
		this.focus(clip);
	}

	async back(clip) {
		await this.page.attempt(() => del(this.path(clip.clip)), () => say(t('voice_page.backed')));
		await this.load();
		this.focus(clip.clip);
	}

	/* Who works with the keyboard stays in the row. */
	focus(clip) {
		const button = this.list.querySelector(`tr[data-clip="${clip}"] button:not([disabled])`);
		if (button) {
			button.focus();
		}
	}

	/* Files that are named after clips. */
	async takeMany(files) {
		const failed = [];
		let kept = 0;
		if (!this.isStated()) {
			this.files.value = '';
			return;
		}
		for (const file of files) {
			const clip = file.name.replace(/\.[^.]*$/, '');
			try {
				if (this.clips.some((one) => one.clip === clip)) {
					await this.send(clip, await toWav(file), true);
					kept++;
				} else {
					failed.push(`${file.name}: ${t('voice_page.no_such')}`);
				}
			} catch (error) {
				failed.push(`${file.name}: ${faultText(error)}`);
			}
			fill(this.said, t('voice_page.taken', {n: kept, all: files.length}),
				failed.map((line) => el('span', {class: 'm-warning'}, ` ${line}`)));
		}
		this.files.value = '';
		await this.load();
	}
}

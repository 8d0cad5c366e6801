/* SPDX-License-Identifier: Apache-2.0 */
/* Export, import and backup. An imported file becomes the draft: what it would change is shown, the
 * hub checks it, and only saving puts it in force. */
import {el, fill, readText} from './dom.js';
import {changeList} from './manager-changes.js';
import {diff} from './manager-diff.js';
import {fromFile, withoutStaff} from './manager-draft.js';
import {complain, say} from './notice.js';
import {t} from './strings.js';

const FILE_BYTES = 256 * 1024;

/* Gives the file to the browser to keep. */
function download(name, text) {
	const url = URL.createObjectURL(new Blob([text], {type: 'application/json'}));
	const link = el('a', {href: url, download: name});
	document.body.appendChild(link);
	link.click();
	document.body.removeChild(link);
	setTimeout(() => URL.revokeObjectURL(url), 10000);
}

export class DataPage {
	constructor(root, page) {
		this.page = page;
		this.file = el('input', {type: 'file', id: 'import-file', accept: '.json,application/json',
			onchange: () => this.read()});
		this.preview = el('div', {class: 'm-preview', 'aria-live': 'polite'});
		this.backup = el('p', {class: 'm-quiet', role: 'status'});
		const part = (key, ...body) => el('section', {class: 'm-part'},
			el('h2', {}, t(`manager_edit.${key}.title`)), el('p', {class: 'm-quiet'}, t(`manager_edit.${key}.text`)), body);
		fill(root, el('h1', {}, t('manager.tab.data')),
			part('export', el('p', {class: 'm-actions'}, el('button', {
				type: 'button', class: 'lead', onclick: () => this.export(),
			}, t('manager_edit.export.do')))),
			part('import', el('div', {class: 'm-field'},
				el('label', {for: 'import-file'}, t('manager_edit.import.file')), this.file), this.preview),
			part('backup', el('p', {class: 'm-warning'}, t('manager_edit.backup.secret')),
				el('p', {class: 'm-actions'}, el('a', {
					class: 'way', href: '/api/v1/backup', download: '',
					onclick: () => { this.backup.textContent = t('manager_edit.backup.under_way'); },
				}, t('manager_edit.backup.do'))), this.backup,
				el('p', {class: 'm-quiet'}, t('manager_edit.backup.restore'), ' ',
					el('code', {}, 'layso-hubd --restore FILE'))));
	}

	update() {
		/* nothing here lives */
	}

	/* What no part edits is mended in the file. */
	places() {
		return [{go: () => {
			this.file.focus();
			return true;
		}}];
	}

	export() {
		const {site, state} = this.page.store;
		download(`layso-site-${state.day || 'new'}.json`, `${JSON.stringify(site, null, 2)}\n`);
		say(t('manager_edit.export.said'));
	}

	async read() {
		const file = this.file.files[0];
		fill(this.preview);
		if (!file) {
			return;
		}
		try {
			this.show(JSON.parse(await readText(file, FILE_BYTES)));
		} catch (error) {
			this.refuse(t(error instanceof RangeError ? 'manager_edit.import.too_long' : 'manager_edit.import.no_json'));
		}
	}

	refuse(text) {
		fill(this.preview, el('p', {class: 'm-warning'}, text));
		complain(text);
	}

	show(file) {
		if (!file || typeof file !== 'object' || file.format !== 'layso-site/1') {
			this.refuse(t('manager_edit.import.not_ours'));
			return;
		}
		const now = this.page.store.site || {};
		const site = fromFile(file, now);
		const changes = diff(withoutStaff(now), site);
		fill(this.preview, el('h3', {}, t('manager_edit.import.changes', {n: changes.length})),
			changes.length === 0 ? el('p', {class: 'm-quiet'}, t('manager_edit.import.same'))
				: changeList(changes, site),
			changes.length > 0 && el('p', {class: 'm-actions'}, el('button', {
				type: 'button', class: 'lead', onclick: () => {
					this.page.draft.replace(site);
					fill(this.preview, el('p', {}, t('manager_edit.import.taken')));
					this.file.value = '';
				},
			}, t('manager_edit.import.take'))));
	}
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Gives a device a name of its own, in each language of the site. */
import {getAside, put} from './api.js';
import {askForm} from './dialog.js';
import {atMost} from './limit.js';
import {DEVICE_NAME} from './limits.js';
import {withoutStaff} from './manager-draft.js';
import {ownerName, say} from './notice.js';
import {addWords, errorText, languageName, languagesOf, t} from './strings.js';
import words from './words-devices.js';
import editWords from './words-manager_edit.js';

addWords('devices', words);
addWords('manager_edit', editWords);

/* The site with that name; without one the device is called by its kind and number again. */
function named(site, id, name) {
	const others = (site.devices || []).filter((device) => device.id !== id);
	return Object.assign({}, withoutStaff(site), {
		devices: others.concat(Object.keys(name).length ? {id, name} : []),
	});
}

/* page: {store}; row: {id, label} */
export async function askName(page, {id, label}) {
	const languages = languagesOf(page.store.site);
	const [first] = languages;
	const given = await askForm({
		title: t('devices.rename'),
		text: t('devices.rename_text', {name: ownerName(id, null), id}),
		submit: t('devices.rename_save'),
		fields: languages.map((language) => ({
			type: 'text', name: language, value: (label && label[language]) || '', ...atMost(DEVICE_NAME),
			label: t('devices.name_in', {language: languageName(language)}),
		})),
		check: (texts) => ({
			[first]: !texts[first] && languages.some((one) => texts[one]) ? t('manager_edit.fault.missing') : '',
		}),
		act: async (texts) => {
			const name = {};
			languages.filter((one) => texts[one]).forEach((one) => {
				name[one] = texts[one];
			});
			try {
				const {seq, site} = await getAside('/site');
				await put('/site', named(site, id, name), {'If-Match': `"${seq}"`});
				return '';
			} catch (error) {
				return errorText(error);
			}
		},
	});
	if (given) {
		say(t('devices.renamed'));
		page.store.noteAll();
		page.store.look();
	}
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The keys of a training centre's band: back to the real one, and begin again. */
import {post} from './api.js';
import {askForm} from './dialog.js';
import {el, fill} from './dom.js';
import {addWords, errorText, onLanguage, t} from './strings.js';
import {otherCentre} from './training-link.js';
import words from './words-training.js';

const AGAIN_MS = 500;

addWords('training', words);

const keys = document.getElementById('training-keys');

/* Until the hub that is there knows nobody any more. Not by api.js, which would ask for a sign-in. */
async function waitUntilAnew() {
	let status = 0;
	while (status !== 401) {
		await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
		status = await fetch('/api/v1/training').then((answer) => answer.status, () => 0);
	}
}

async function beginAgain() {
	let wrong = '';
	const sure = await askForm({
		title: t('training.again'), text: t('training.sure'), submit: t('training.again'),
		danger: true,
		act: async () => {
			try {
				await post('/training/reset');
				wrong = '';
			} catch (error) {
				wrong = errorText(error);
			}
			return wrong;
		},
	});
	if (sure) {
		fill(keys, t('training.beginning'));
		await waitUntilAnew();
		location.assign('/');
	}
}

function draw() {
	const address = otherCentre(document.getElementById('training'));
	fill(keys,
		address && el('a', {href: address}, t('training.back')),
		el('button', {type: 'button', onclick: beginAgain}, t('training.again')));
}

onLanguage(draw);
draw();

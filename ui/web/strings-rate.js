/* SPDX-License-Identifier: Apache-2.0 */
/* The words of the rating tablet. */
import {addTexts} from './strings.js';

addTexts({
	vi: {
		'rate.1': 'Rất không hài lòng',
		'rate.2': 'Không hài lòng',
		'rate.3': 'Bình thường',
		'rate.4': 'Hài lòng',
		'rate.5': 'Rất hài lòng',
		'rate.counter': 'Quầy {n}',
		'rate.idle': 'Xin chào ông/bà',
		'rate.idle_text': 'Khi xong việc, mời ông/bà đánh giá tại đây.',
		'rate.other_language': 'English',
		'rate.question': 'Ông/bà có hài lòng với lần phục vụ này không?',
		'rate.number': 'Số {number}',
		'rate.thanks': 'Xin cảm ơn ông/bà',
		'rate.unnamed': 'Không ghi tên người đánh giá và người phục vụ.',
	},
	en: {
		'rate.1': 'Very dissatisfied',
		'rate.2': 'Dissatisfied',
		'rate.3': 'Neither',
		'rate.4': 'Satisfied',
		'rate.5': 'Very satisfied',
		'rate.counter': 'Counter {n}',
		'rate.idle': 'Welcome',
		'rate.idle_text': 'When you are done, please rate your visit here.',
		'rate.other_language': 'Tiếng Việt',
		'rate.question': 'Were you satisfied with this visit?',
		'rate.number': 'Number {number}',
		'rate.thanks': 'Thank you',
		'rate.unnamed': 'Neither your name nor that of any staff is kept.',
	},
});

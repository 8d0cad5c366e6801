/* SPDX-License-Identifier: Apache-2.0 */
/* Calling a number that somebody typed: which one is meant, and why it cannot be called. */
import {get, ApiError} from './api.js';
import {errorText, t} from './strings.js';
import {askMeant, isMeant, numbersOf} from './typed-number.js';
import './take-back-words.js';

/* Those that wait, if any do: a keyboard's marks can mean several numbers. */
function likely(text, {store}) {
	const numbers = numbersOf(text, store);
	const waiting = numbers.filter((one) => store.waiting().some((ticket) => ticket.number === one));
	return waiting.length ? waiting : numbers;
}

/* It does not wait: what it does instead. */
async function stateText(number) {
	try {
		const {tickets} = await get(`/tickets?number=${encodeURIComponent(number)}`);
		const last = tickets[tickets.length - 1];
		return last && t('ask.call.not_waiting', {number, state: t(`state.${last.state}`)});
	} catch (error) {
		return errorText(error);
	}
}

/* Why the number could not be called; '' it was. */
async function callNumber(page, number) {
	const error = await page.tryMove('call', {number}, t('said.call', {number}));
	if (!error) {
		return '';
	}
	const named = error instanceof ApiError && (error.status === 404 || error.field === 'number');
	if (named) {
		return t('take_back.none', {number});
	}
	return (error.error === 'not_allowed' && await stateText(number)) || errorText(error);
}

/* Calls what was typed: {wrong}, or {numbers} when it is not sure which one is meant. */
export async function callTyped(page, text) {
	const numbers = likely(text, page);
	return isMeant(text, numbers) ? {wrong: await callNumber(page, numbers[0])} : {wrong: '', numbers};
}

export async function callMeant(page, text, numbers) {
	const number = await askMeant(text, numbers);
	return number ? callNumber(page, number) : '';
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The words of reopening a number, for what is loaded when somebody does. */
import {addWords} from './strings.js';
import words from './words-take_back.js';

addWords('take_back', words);

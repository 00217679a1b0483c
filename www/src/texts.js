import { language } from "./language.js";
import * as de from "./texts/de.js";
import * as deErrors from "./texts/errors-de.js";
import deMarkup from "./texts/markup-de.js";
import * as en from "./texts/en.js";
import * as enErrors from "./texts/errors-en.js";

/** What the scripts of the page say, in its language. */
export const texts = { de, en }[language];

/** What became of an error, in its language. */
export const errorTexts = { de: deErrors, en: enErrors }[language];

/** What the markup says, where that is not in English. */
export const markupTexts = { de: deMarkup }[language];

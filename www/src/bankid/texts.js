import { language } from "../language.js";
import * as de from "../texts/bankid-de.js";
import * as en from "../texts/bankid-en.js";
import deMarkup from "../texts/bankid-markup-de.js";

/** What the scripts of this page say, in its language. */
export const { bankidTexts: texts, ...errorTexts } = { de, en }[language];

/** What the markup says, where that is not in English. */
export const markupTexts = { de: deMarkup }[language];

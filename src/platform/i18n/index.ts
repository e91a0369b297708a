export { formatDay } from './day.ts';
export { htmlLang, isLanguage, type Language, languages, negotiateLanguage } from './language.ts';
export { defineMessages, type Message, type Messages, parameterNames, type Translate } from './messages.ts';
export { parseRuby, type RubyPart, stripReadings } from './ruby.ts';
export { type LocalText, listSeparator, localText } from './text.ts';

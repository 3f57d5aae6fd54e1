// Trains node-nlp on the entries of a file and matches the questions of another, so that `yingda bench compare` can measure
// both matchers by the same yardstick. Prints one JSON object a line: first {"ready": milliseconds}, then for each question
// {"entry": id or null, "confidence": 0-1, "nanos": duration}.
//
// node match.mjs ENTRIES.jsonl QUERIES.tsv LANGUAGE
import { readFileSync } from 'node:fs';
import nodeNlp from 'node-nlp';
import langZh from '@nlpjs/lang-zh';

const [entriesFile, queriesFile, language] = process.argv.slice(2);
const lines = (file) => readFileSync(file, 'utf8').split('\n').filter((line) => line.trim() !== '');

const manager = new nodeNlp.NlpManager({
    languages: [language],
    autoSave: false,
    forceNER: false,
    nlu: { log: false, useNoneFeature: true },
});
if (language === 'zh') {
    manager.container.use(langZh.LangZh);
}

const start = performance.now();
for (const line of lines(entriesFile)) {
    const { id, question, variants } = JSON.parse(line);
    for (const text of [question, ...(variants ?? [])]) {
        manager.addDocument(language, text, id);
    }
}
await manager.train();
console.log(JSON.stringify({ ready: performance.now() - start }));

for (const line of lines(queriesFile)) {
    const question = line.split('\t')[0];
    const begin = process.hrtime.bigint();
    const { classifications = [] } = await manager.process(language, question);
    const nanos = Number(process.hrtime.bigint() - begin);
    const best = classifications.find((one) => one.intent !== 'None');
    console.log(JSON.stringify({ entry: best?.intent ?? null, confidence: best?.score ?? 0, nanos }));
}

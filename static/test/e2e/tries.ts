import { appendFileSync } from 'node:fs';
import type { Reporter, TestCase } from 'vitest/node';

/**
 * Names every test that needed a second try, with what went wrong in the first: a page that works at the second look
 * has a mistake that some user will meet. They stand in the file PARTYLINE_TRIES, which ci/test prints whatever comes of
 * the run, and in the output.
 */
export default class Tries implements Reporter {
  onTestCaseResult(test: TestCase) {
    const tries = (test.diagnostic()?.retryCount ?? 0) + 1;
    const { state, errors } = test.result();
    if (tries < 2) return;
    const first = (errors?.[0]?.message ?? 'no error was kept').split('\n')[0];
    const at = errors?.[0]?.stacks?.find((s) => s.file === test.module.moduleId)?.line ?? '?';
    const line = `${test.module.relativeModuleId}:${at} > ${test.fullName}: ${state} at try ${tries} (${process.env.PARTYLINE_DATABASE ?? 'any database'}): ${first}\n`;
    process.stderr.write(`second try: ${line}`);
    if (process.env.PARTYLINE_TRIES) appendFileSync(process.env.PARTYLINE_TRIES, line);
  }
}

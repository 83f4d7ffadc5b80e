import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin } from 'vite';

/**
 * Builds each of these folders into one file, dist/{name}.html, with its script and style inside: a volunteer's page that needs no
 * second request. They share volunteer/page.html, which has <!--style--> and <!--script--> where they go and an empty <script
 * id="boot" type="application/json"> that the server fills. A folder has main.ts, which imports its CSS. Old phones are the target.
 */
export function oneFile(...names: string[]): Plugin {
  const root = import.meta.dirname;
  return {
    name: 'one-file',
    apply: 'build',
    async closeBundle() {
      const out = join(root, 'dist');
      await mkdir(out, { recursive: true });
      for (const name of names) await writeFile(join(out, `${name}.html`), await page(root, name));
    },
  };
}

async function page(root: string, name: string): Promise<string> {
  const built = await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2019',
      cssTarget: ['chrome66', 'safari12', 'firefox68'],
      modulePreload: false,
      cssCodeSplit: false,
      rollupOptions: { input: join(root, name, 'main.ts'), output: { format: 'iife' } },
    },
  });
  const [result] = Array.isArray(built) ? built : [built];
  if (!result || !('output' in result)) throw new Error(`${name}: nothing was built`);
  let script = '';
  let style = '';
  for (const part of result.output) {
    if (part.type === 'chunk') script += part.code.trim();
    else if (part.fileName.endsWith('.css')) style += String(part.source).trim();
  }
  const html = await readFile(join(root, 'volunteer/page.html'), 'utf8');
  const fill = (text: string, mark: string, by: string): string => {
    const [before, after, more] = text.split(mark);
    if (before === undefined || after === undefined || more !== undefined)
      throw new Error(`volunteer/page.html has to have one ${mark}`);
    return before + by + after;
  };
  // what ends a script or begins a comment may stand in neither
  return fill(
    fill(html, '<!--style-->', `<style>${style.replace(/<\/style/gi, '<\\/style')}</style>`),
    '<!--script-->',
    `<script>${script.replace(/<\/script/gi, '<\\/script').replace(/<!--/g, '<\\!--')}</script>`,
  );
}

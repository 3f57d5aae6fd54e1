// The build of the web parts, called by Maven.
//
//   node build.mjs OUTDIR           builds OUTDIR/{widget,demo,console}; does nothing when nothing changed
//   node build.mjs OUTDIR PART...   builds these of widget, demo, console, whatever changed
//   node build.mjs --test           checks the types and runs the tests once
//
// Both install the packages first if package-lock.json is not what is installed. Needs Node and its npm, nothing else.

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const modules = join(here, 'node_modules')

class Failure extends Error {}

function step(text) {
  console.log(`web: ${text}`)
}

function run(what, command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: here, stdio: 'inherit', ...options })
  if (result.error) {
    throw new Failure(`${what}: ${command} could not be started (${result.error.message})`)
  }
  if (result.status !== 0) {
    throw new Failure(`${what} failed`)
  }
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (!(major === 20 && minor >= 19) && !(major === 22 && minor >= 12) && major < 23) {
    throw new Failure(`Node 20.19, 22.12 or newer is needed; this is ${process.versions.node}`)
  }
}

function install() {
  const lock = join(here, 'package-lock.json')
  const installed = join(modules, '.yingda-lock')
  if (existsSync(installed) && readFileSync(installed, 'utf8') === readFileSync(lock, 'utf8')) {
    return
  }
  step('installing packages (npm ci)')
  const windows = process.platform === 'win32'
  run('npm ci', windows ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: windows,
  })
  copyFileSync(lock, installed)
}

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name === 'node_modules' || entry.name.startsWith('.')) {
      continue
    }
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      yield* files(path)
    } else {
      yield path
    }
  }
}

/** Changes when any source was added, removed or touched. */
function sourcesHash() {
  const hash = createHash('sha256').update(process.versions.node)
  for (const path of files(here)) {
    const { mtimeMs, size } = statSync(path)
    hash.update(`${path}\0${mtimeMs}\0${size}\0`)
  }
  return hash.digest('hex')
}

async function buildAll(out, wanted) {
  const hash = sourcesHash()
  const stamp = join(out, '.stamp')
  if (wanted.length === 0 && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash
    && ['widget/yingda.js', 'demo/index.html', 'console/index.html'].every((file) => existsSync(join(out, file)))) {
    step('unchanged')
    return
  }
  install()
  process.chdir(here)
  const { build } = await import('vite')
  const vue = (await import('@vitejs/plugin-vue')).default

  const common = {
    configFile: false,
    logLevel: 'warn',
    build: { target: 'es2022', emptyOutDir: true, reportCompressedSize: false, chunkSizeWarningLimit: 1500 },
  }
  const script = (outDir, entry, format, fileName, more) => ({
    ...common,
    root: here,
    publicDir: false,
    ...more,
    build: {
      ...common.build,
      outDir,
      ...more?.build,
      rolldownOptions: {
        input: join(here, entry),
        preserveEntrySignatures: 'strict',
        output: { format, entryFileNames: fileName, codeSplitting: false },
      },
    },
  })
  const page = (name, plugins) => ({
    ...common,
    root: join(here, name),
    base: `/${name}/`,
    plugins,
    build: { ...common.build, outDir: join(out, name) },
  })

  const parts = {
    widget: async () => {
      const widget = join(out, 'widget')
      await build(script(widget, 'widget/panel.ts', 'es', 'panel-[hash].js'))
      const panel = readdirSync(widget).find((file) => /^panel-.*\.js$/.test(file))
      if (!panel) {
        throw new Failure('no panel was built')
      }
      await build(script(widget, 'widget/yingda.ts', 'iife', 'yingda.js', {
        define: { __PANEL__: JSON.stringify(panel) },
        build: { emptyOutDir: false },
      }))
    },
    demo: () => build(page('demo', [])),
    console: () => build(page('console', [vue()])),
  }
  const unknown = wanted.find((part) => !(part in parts))
  if (unknown) {
    throw new Failure(`there is no part ${unknown}; there are ${Object.keys(parts).join(', ')}`)
  }
  for (const part of wanted.length ? wanted : Object.keys(parts)) {
    step(part)
    await parts[part]()
  }
  if (wanted.length) {
    return
  }
  mkdirSync(out, { recursive: true })
  writeFileSync(stamp, hash)
}

function test() {
  install()
  step('types (vue-tsc)')
  run('The type check', process.execPath, [join(modules, 'vue-tsc', 'bin', 'vue-tsc.js'), '--noEmit'])
  step('tests (vitest)')
  run('The tests', process.execPath, [join(modules, 'vitest', 'vitest.mjs'), 'run', '--passWithNoTests'])
}

try {
  checkNode()
  const [target, ...parts] = process.argv.slice(2)
  if (!target || (target === '--test' && parts.length)) {
    throw new Failure('usage: node build.mjs OUTDIR [PART...] | --test')
  }
  if (target === '--test') {
    test()
  } else {
    await buildAll(resolve(target), parts)
  }
} catch (error) {
  console.error(`web: ${String(error?.message ?? error).replace(/\u001b\[[0-9;]*m/g, '')}`)
  process.exitCode = 1
}
